import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InvalidInputError } from '../common/domain-error.js';

const header = 'idempotency-key';
const pattern = /^[\x21-\x7e]{1,128}$/;

/** The caller's own name for this order; undefined where it has none. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<FastifyRequest>().headers[header];
  if (key === undefined || (typeof key === 'string' && pattern.test(key))) return key;
  const detail = 'must be 1 to 128 visible ASCII characters without spaces';
  throw new InvalidInputError([{ pointer: header, detail }], 'The Idempotency-Key header is not usable.');
});

/** Describes the header that {@link IdempotencyKey} reads. */
export const ApiIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
      description:
        'A name of the caller’s choice for this order, such as a UUID. Sent again within 24 hours with the same body, it gives what the first one made; for another order it is a 409.',
    }),
  );

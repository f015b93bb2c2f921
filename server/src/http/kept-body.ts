import type { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { addRouteConfig } from './route-config.js';

/** The beginning of a body as text, and how many bytes it was as a whole. */
export interface KeptText {
  text: string;
  bytes: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    keptBody?: KeptText;
  }
}

/** What is read of such a body: GitHub's webhooks send up to 25 MB. More is refused. */
export const readBodyBytes = 32 * 1024 * 1024;

/** Takes a body of any type, reads none of its meaning, and keeps its first bytes as text. */
export const KeepBody = (bytes: number): MethodDecorator => addRouteConfig({ keptBodyBytes: bytes });

/** What is kept of the body of a route with {@link KeepBody}. */
export const KeptBody = createParamDecorator(
  (_: unknown, context: ExecutionContext): KeptText =>
    context.switchToHttp().getRequest<FastifyRequest>().keptBody ?? { text: '', bytes: 0 },
);

/** Fastify's `preParsing` hook of such a route: it leaves nothing to parse. */
export const keepBody =
  (keptBytes: number) =>
  async (request: FastifyRequest, reply: FastifyReply, payload: RequestPayload): Promise<RequestPayload> => {
    request.keptBody = await beginningOf(payload, keptBytes);
    if (request.keptBody.bytes > readBodyBytes) {
      // The rest of it is not waited for.
      reply.header('connection', 'close');
      throw Object.assign(new Error('The body is too large.'), { statusCode: 413 });
    }
    for (const name of ['content-type', 'content-length', 'transfer-encoding']) delete request.headers[name];
    return payload;
  };

/** Reads all of it, or a little more than is taken. */
async function beginningOf(payload: Readable, keptBytes: number): Promise<KeptText> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // What is left unread must not be destroyed: the answer goes by the same connection.
    for await (const chunk of payload.iterator({ destroyOnReturn: false })) {
      const part: Buffer = Buffer.from(chunk);
      if (bytes < keptBytes) chunks.push(part.subarray(0, keptBytes - bytes));
      bytes += part.length;
      if (bytes > readBodyBytes) break;
    }
  } catch (cause) {
    // Who did not send all of it has not said anything.
    throw Object.assign(new Error('The body was cut off.', { cause }), { statusCode: 400 });
  }
  return { text: textOf(Buffer.concat(chunks), bytes > keptBytes), bytes };
}

/** PostgreSQL's text holds no NUL; all else stays as it came. A character that was cut in two is left out. */
function textOf(beginning: Buffer, isCut: boolean): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(beginning, { stream: isCut });
  return text.replaceAll('\0', '\u2400');
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InvalidInputError } from '../common/domain-error.js';
import { shapeFault } from './json-shape.js';
import { shapeOf } from './route-options.js';

/**
 * Makes objects in JSON the only kind of body there is: what a form of another page could send without asking is not read at all.
 * An empty body is no body, whatever its content type says.
 */
export function acceptOnlyJson(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') return done(null, undefined);
    const fault = shapeFault(text, shapeOf(request));
    if (fault !== null) return done(refusal(fault), undefined);
    return parse(request, text, (error, body) => {
      if (error) done(error, undefined);
      else if (typeof body !== 'object' || body === null || Array.isArray(body))
        done(refusal('must be a JSON object'), undefined);
      else done(null, body);
    });
  });
}

function refusal(detail: string): InvalidInputError {
  return new InvalidInputError([{ pointer: '', detail }]);
}

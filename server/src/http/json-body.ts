import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InvalidInputError } from './domain-error.js';

/** Deeper than anything the API takes; what is nested deeper would exhaust the stack of what goes through it. */
const maxDepth = 32;

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
    return parse(request, text, (error, body) => {
      if (error) done(error, undefined);
      else if (typeof body !== 'object' || body === null || Array.isArray(body))
        done(refusal('must be a JSON object'), undefined);
      else if (isDeeperThan(body, maxDepth)) done(refusal(`is nested more than ${maxDepth} levels deep`), undefined);
      else done(null, body);
    });
  });
}

/** By a list of what is still to be seen, not by calling itself: the depth is the caller's choice. */
function isDeeperThan(body: unknown, depth: number): boolean {
  let level = [body];
  for (let left = depth; level.length > 0; left -= 1) {
    if (left < 0) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter((each) => typeof each === 'object')
        : [],
    );
  }
  return false;
}

function refusal(detail: string): InvalidInputError {
  return new InvalidInputError([{ pointer: '', detail }]);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInputError } from '../common/domain-error.js';
import { refuse } from './problem.filter.js';

/** More than any call has. */
const queryParameters = 32;

/** Fastify's hook that refuses an address with more parameters than any call has, before anything is made of them. */
export function refuseLongQuery(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { url = '' } = request.raw;
  const start = url.indexOf('?');
  let parameters = 1;
  for (let at = start; at !== -1 && parameters <= queryParameters; at = url.indexOf('&', at + 1)) {
    if (at > start) parameters += 1;
  }
  if (parameters <= queryParameters) done();
  else {
    const detail = `must have at most ${queryParameters} parameters`;
    refuse(request, reply, new InvalidInputError([{ pointer: '?', detail }]));
  }
}

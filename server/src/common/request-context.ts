import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** The request that the current call stack answers. */
export const requestContext = new AsyncLocalStorage<FastifyRequest>();

const requests = new WeakMap<IncomingMessage, FastifyRequest>();

/** Runs what answers a request, which can then be found from wherever it is answered. */
export function enterRequest(request: FastifyRequest, answer: () => void): void {
  requests.set(request.raw, request);
  requestContext.run(request, answer);
}

/** Fastify's request for Node's, which is all that the log is given. */
export function requestOf(raw: IncomingMessage): FastifyRequest | undefined {
  return requests.get(raw);
}

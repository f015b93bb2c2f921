import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';

/** The request that the current call stack answers. */
export const requestContext = new AsyncLocalStorage<FastifyRequest>();

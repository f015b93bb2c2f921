import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { sendProblem } from './problem.filter.js';

/** Lets one route take a larger body than the others. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/**
 * Keeps HEAD, which Fastify answers by the handler of GET, from a route that has no answer to tell the headers of: a
 * stream would stay open, and a claim would hand out work to somebody who can't read it.
 */
export const WithoutHead = (): MethodDecorator => RouteConfig({ withoutHead: true });

/** Fastify's `onRoute` hook: Nest passes a route's configuration on, but none of its options. */
export function applyRouteOptions(route: RouteOptions): void {
  const config: { bodyLimit?: unknown; withoutHead?: unknown } = route.config ?? {};
  if (typeof config.bodyLimit === 'number') route.bodyLimit = config.bodyLimit;
  if (route.method === 'HEAD' && config.withoutHead) route.handler = refuseHead;
}

function refuseHead(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('allow', 'GET');
  sendProblem(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', detail: 'This can only be read by GET.' });
}

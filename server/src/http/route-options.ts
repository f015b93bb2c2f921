import { limits } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { JsonShape } from './json-shape.js';
import { keepBody } from './kept-body.js';
import { sendProblem } from './problem.filter.js';
import { addRouteConfig } from './route-config.js';

/** What a body may hold where the route says nothing else. */
const usualShape: JsonShape = { depth: 32, fieldsOfOne: 500, values: limits.bodyValues };

/** Lets one route take a larger or smaller body than the others, and one of more values. */
export const BodyLimit = (bytes: number, values: number = limits.bodyValues): MethodDecorator =>
  addRouteConfig({ bodyLimit: bytes, bodyValues: values });

/** What the body of this request may hold. */
export function shapeOf({ routeOptions: { config } }: FastifyRequest): JsonShape {
  return 'bodyValues' in config && typeof config.bodyValues === 'number'
    ? { ...usualShape, values: config.bodyValues }
    : usualShape;
}

/**
 * Keeps HEAD, which Fastify answers by the handler of GET, from a route that has no answer to tell the headers of: a
 * stream would stay open, and a claim would hand out work to somebody who can't read it.
 */
export const WithoutHead = (): MethodDecorator => addRouteConfig({ withoutHead: true });

/** Fastify's `onRoute` hook: Nest passes a route's configuration on, but none of its options. */
export function applyRouteOptions(route: RouteOptions): void {
  const config: { bodyLimit?: unknown; withoutHead?: unknown; keptBodyBytes?: unknown } = route.config ?? {};
  if (typeof config.bodyLimit === 'number') route.bodyLimit = config.bodyLimit;
  if (typeof config.keptBodyBytes === 'number') route.preParsing = keepBody(config.keptBodyBytes);
  if (route.method === 'HEAD' && config.withoutHead) route.handler = refuseHead;
}

function refuseHead(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('allow', 'GET');
  sendProblem(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', detail: 'This can only be read by GET.' });
}

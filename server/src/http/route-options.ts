import { limits } from '@hyprbox/contracts';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { JsonShape } from './json-shape.js';
import { sendProblem } from './problem.filter.js';

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

/** Nest's own decorator puts one configuration in place of another; a route may have several parts of it. */
function addRouteConfig(config: Record<string, unknown>): MethodDecorator {
  return (target, key, descriptor) => {
    const before: object = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) ?? {};
    RouteConfig({ ...before, ...config })(target, key, descriptor);
  };
}

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

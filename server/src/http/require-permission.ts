import '@fastify/cookie';
import { SetMetadata } from '@nestjs/common';
import { csrfCookie, csrfHeader, roleAllows, type Permission } from '@hyprbox/contracts';
import type { FastifyRequest } from 'fastify';
import { ForbiddenError, UnauthenticatedError } from '../common/domain-error.js';
import { refuseForeignOrigin } from './own-origin.js';
import { requestContext } from '../common/request-context.js';

/** How a route is opened: exactly one of these stands on every handler. */
export type RouteAccess =
  | { kind: 'public' }
  | { kind: 'permission'; permission: Permission }
  | { kind: 'node' }
  /** Has a rule of its own, such as `/metrics`. */
  | { kind: 'own'; rule: string };

export const routeAccessKey = 'hyprbox:route-access';

/** Open to anyone. */
export const Public = (): MethodDecorator => SetMetadata(routeAccessKey, { kind: 'public' } satisfies RouteAccess);

/** For agents with a node token. */
export const RequireNodeToken = (): MethodDecorator =>
  SetMetadata(routeAccessKey, { kind: 'node' } satisfies RouteAccess);

/** Guarded by the handler itself. */
export const OwnAccessRule = (rule: string): MethodDecorator =>
  SetMetadata(routeAccessKey, { kind: 'own', rule } satisfies RouteAccess);

type Handler = (...args: unknown[]) => unknown;

/**
 * For users whose role holds the permission.
 *
 * The contract answers 401, then 400 for what is not valid, then 403. Guards run before the arguments are validated,
 * so the check wraps the handler itself and runs as the first thing once the arguments are good.
 */
export const RequirePermission =
  (permission: Permission): MethodDecorator =>
  (target, key, descriptor: PropertyDescriptor) => {
    const handler: Handler = descriptor.value;
    const guarded: Handler = function (this: unknown, ...args) {
      const request = requestContext.getStore();
      if (!request) throw new Error(`${String(key)} was called outside a request`);
      authorise(request, permission);
      return handler.apply(this, args);
    };
    for (const name of Reflect.getMetadataKeys(handler)) {
      Reflect.defineMetadata(name, Reflect.getMetadata(name, handler), guarded);
    }
    Object.defineProperty(guarded, 'name', { value: handler.name });
    descriptor.value = guarded;
    SetMetadata(routeAccessKey, { kind: 'permission', permission } satisfies RouteAccess)(target, key, descriptor);
  };

function authorise(request: FastifyRequest, permission: Permission): void {
  const { principal } = request;
  if (principal?.type !== 'user') throw new UnauthenticatedError();
  if (principal.via === 'cookie') refuseForgery(request);
  if (!roleAllows(principal.role, permission)) {
    throw new ForbiddenError(`Your role (${principal.role.toLowerCase()}) does not allow this (${permission}).`);
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Double-submit cookie and Origin check for what changes something by the session cookie
 * (OWASP Cross-Site Request Forgery Prevention Cheat Sheet).
 */
function refuseForgery(request: FastifyRequest): void {
  if (safeMethods.has(request.method)) return;
  const cookie = request.cookies[csrfCookie];
  const header = request.headers[csrfHeader];
  if (!cookie || cookie !== header) {
    throw new ForbiddenError(`The call lacks the ${csrfHeader} header with the value of the ${csrfCookie} cookie.`, {
      kind: 'forgery',
    });
  }
  refuseForeignOrigin(request);
}

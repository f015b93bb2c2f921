import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ForbiddenError, UnauthenticatedError } from '../common/domain-error.js';
import type { Principal } from '../identity/principal.js';
import { routeAccessKey, type RouteAccess } from '../http/require-permission.js';

/** Lets a call reach its handler only if the route says that this kind of principal may. What says nothing is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<RouteAccess | undefined>(routeAccessKey, context.getHandler());
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    switch (access?.kind) {
      case 'public':
      case 'own':
        return true;
      case 'permission':
        return requireType(principal, 'user', 'This is for users; a node token opens only the calls of agents.');
      case 'node':
        return requireType(principal, 'node', 'This is for agents, which carry a node token.');
      case undefined:
        throw new ForbiddenError('This route does not say who may use it.');
    }
  }
}

function requireType(principal: Principal | undefined, type: Principal['type'], otherwise: string): true {
  if (!principal) throw new UnauthenticatedError();
  if (principal.type !== type) throw new ForbiddenError(otherwise);
  return true;
}

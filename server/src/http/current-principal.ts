import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { UnauthenticatedError } from '../common/domain-error.js';
import type { Actor, NodePrincipal, Principal, UserPrincipal } from '../identity/principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

const userAgentLength = 256;

/** The actor of a request, whoever it is. */
export function actorOf(request: FastifyRequest): Actor {
  const { principal } = request;
  const from = {
    ip: request.ip || null,
    userAgent: request.headers['user-agent']?.slice(0, userAgentLength) ?? null,
  };
  switch (principal?.type) {
    case 'user':
      return { type: 'user', id: principal.id, name: principal.email, ...from };
    case 'node':
      return { type: 'node', id: principal.nodeId, name: principal.nodeId, ...from };
    case undefined:
      return { type: 'anonymous', id: null, name: null, ...from };
  }
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

/** The signed-in user of a route that names a permission. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): UserPrincipal => {
  const { principal } = requestOf(context);
  if (principal?.type !== 'user') throw new UnauthenticatedError();
  return principal;
});

/** The agent of a route for node tokens. */
export const CurrentNode = createParamDecorator((_: unknown, context: ExecutionContext): NodePrincipal => {
  const { principal } = requestOf(context);
  if (principal?.type !== 'node') throw new UnauthenticatedError();
  return principal;
});

/** Who is acting, for the audit trail. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(requestOf(context)),
);

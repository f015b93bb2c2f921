import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@hyprbox/contracts';
import type { FastifyRequest } from 'fastify';
import { UnauthenticatedError } from './domain-error.js';

export interface UserPrincipal {
  type: 'user';
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
  /** The browser sends cookies by itself, so a call that came by one must prove where it came from. */
  via: 'cookie' | 'bearer';
}

export interface NodePrincipal {
  type: 'node';
  /** Null only where node tokens are not required. */
  tokenId: string | null;
  /** The node that the token is for; null while it is still to be pinned. */
  nodeId: string | null;
}

export type Principal = UserPrincipal | NodePrincipal;

/** Who did something and from where, as the audit trail records it. */
export interface Actor {
  type: 'user' | 'node' | 'system' | 'anonymous';
  id: string | null;
  name: string | null;
  ip: string | null;
  userAgent: string | null;
}

export const systemActor: Actor = { type: 'system', id: null, name: 'HyprBox', ip: null, userAgent: null };

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
    ip: request.ip,
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

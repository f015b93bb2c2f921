import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../common/client-address.js';
import type { Principal } from '../identity/principal.js';

const perMinute = 60_000;

const limitsPerMinute = { user: 1_200, node: 30_000, address: 300 } as const;

/** Who is counted, and how many calls a minute it has. */
export interface Allowance {
  key: string;
  limit: number;
}

/** A user and a node are counted wherever they call from; all others by their address. */
export function allowanceOf({ ip, principal }: { ip: string; principal?: Principal | undefined }): Allowance {
  switch (principal?.type) {
    case 'user':
      return { key: `user ${principal.id}`, limit: limitsPerMinute.user };
    case 'node':
      return { key: `node ${principal.nodeId ?? principal.tokenId ?? networkOf(ip)}`, limit: limitsPerMinute.node };
    case undefined:
      return { key: `address ${networkOf(ip)}`, limit: limitsPerMinute.address };
  }
}

export const rateLimitWindowMs = perMinute;

/** One limit over all routes together. */
export const overallLimit: ThrottlerOptions = {
  name: 'default',
  ttl: perMinute,
  limit: (context) => allowanceOf(requestOf(context)).limit,
  generateKey: (context) => allowanceOf(requestOf(context)).key,
  setHeaders: false,
};

/** A limit of one route's own, by address, whoever calls. */
export function addressLimit(name: string, limit: number): { default: Partial<ThrottlerOptions> } {
  return {
    default: { limit, ttl: perMinute, generateKey: (context) => `${name} ${networkOf(requestOf(context).ip)}` },
  };
}

/** A limit of one route's own for each user. */
export function callerLimit(name: string, limit: number): { default: Partial<ThrottlerOptions> } {
  return {
    default: { limit, ttl: perMinute, generateKey: (context) => `${name} ${allowanceOf(requestOf(context)).key}` },
  };
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { useAgentConnections } from '../database/database-pool.js';
import { TooManyRequestsError, UnauthenticatedError } from '../common/domain-error.js';
import type { Principal } from '../identity/principal.js';
import type { RouteAccess } from '../http/require-permission.js';
import { Credentials } from './credentials.js';
import { RateCounter } from './rate-counter.js';
import { allowanceOf, rateLimitWindowMs } from './rate-limits.js';
import { RouteAccessTable } from './route-access-table.js';

/**
 * Finds out who calls before the body is read, so that nobody's body is read who may not send one, and a stranger
 * hears 401 whatever else is wrong. What the principal may do is for the guards and handlers to say.
 */
@Injectable()
export class AccessGate implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost<FastifyAdapter>,
    private readonly routes: RouteAccessTable,
    private readonly credentials: Credentials,
    private readonly counter: RateCounter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.adapter.httpAdapter.getInstance().addHook('onRequest', (request) => this.admit(request));
  }

  private async admit(request: FastifyRequest): Promise<void> {
    const access = this.routes.of(request);
    // Anyone may call the others, also with a cookie that has expired.
    if (access?.kind !== 'permission' && access?.kind !== 'node') return;
    if (access.kind === 'node') useAgentConnections(request);
    const principal = await this.principalFor(request, access);
    if (!principal) throw this.refusal(request, access.kind);
    request.principal = principal;
  }

  private async principalFor(request: FastifyRequest, access: RouteAccess): Promise<Principal | null> {
    const identity = await this.credentials.identify(request);
    if (identity.kind === 'known') return identity.principal;
    const anyAgent = access.kind === 'node' && !this.config.requireNodeToken;
    return anyAgent && identity.kind === 'none' ? { type: 'node', tokenId: null, nodeId: null } : null;
  }

  /** A refused call counts against its address, so that credentials can't be tried without end. */
  private refusal({ ip, headers }: FastifyRequest, kind: 'permission' | 'node'): Error {
    const { key, limit } = allowanceOf({ ip });
    const { isBlocked, timeToBlockExpire } = this.counter.count(key, rateLimitWindowMs, limit);
    if (isBlocked) return new TooManyRequestsError(timeToBlockExpire);
    if (kind === 'node') return new UnauthenticatedError(undefined, { kind: 'node-token' });
    // Who sends nothing has not tried to get in.
    const hasTried = headers.authorization !== undefined || headers.cookie !== undefined;
    return new UnauthenticatedError(undefined, hasTried ? { kind: 'session' } : undefined);
  }
}

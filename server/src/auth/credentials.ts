import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal, UserPrincipal } from '../identity/principal.js';
import { sessionTokens } from '../http/session-cookie-names.js';
import { TokenCheck } from '../tokens/token-check.js';
import { SessionStrategy } from '../sessions/session.strategy.js';

/** Whose call it is: a principal, nobody (nothing was sent), or someone whose credentials don't hold. */
export type Identity = { kind: 'known'; principal: Principal } | { kind: 'none' } | { kind: 'invalid' };

const none: Identity = { kind: 'none' };
const invalid: Identity = { kind: 'invalid' };

/** Finds out who calls, by the Authorization header, the session cookie, or both. */
@Injectable()
export class Credentials {
  constructor(
    private readonly sessions: SessionStrategy,
    private readonly tokens: TokenCheck,
  ) {}

  /** A header that does not hold is not made up for by a cookie, and two that name different principals hold neither. */
  async identify(request: FastifyRequest): Promise<Identity> {
    const { authorization } = request.headers;
    const cookies = sessionTokens(request);
    if (authorization === undefined) return cookies.length === 0 ? none : known(await this.byCookies(cookies));
    const principal = await this.byHeader(authorization);
    if (!principal) return known(principal);
    const other = await this.byCookies(cookies);
    return !other || isSame(principal, other) ? known(principal) : invalid;
  }

  private async byHeader(authorization: string): Promise<Principal | null> {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (token === undefined) return null;
    return token.startsWith('hbnt_') ? this.tokens.authenticate(token) : this.bySession(token, 'bearer');
  }

  /** The first that holds: the other may be of another server on the same host. */
  private async byCookies(cookies: readonly string[]): Promise<UserPrincipal | null> {
    for (const cookie of cookies) {
      const principal = await this.bySession(cookie, 'cookie');
      if (principal) return principal;
    }
    return null;
  }

  private async bySession(token: string, via: UserPrincipal['via']): Promise<UserPrincipal | null> {
    const session = await this.sessions.find(token);
    if (!session) return null;
    const { sessionId, userId: id, email, name, role } = session;
    return { type: 'user', id, email, name, role, sessionId, via };
  }
}

function known(principal: Principal | null): Identity {
  return principal ? { kind: 'known', principal } : invalid;
}

function isSame(principal: Principal, user: UserPrincipal): boolean {
  return principal.type === 'user' && principal.id === user.id;
}

import '@fastify/cookie';
import { randomBytes } from 'node:crypto';
import { csrfCookie, sessionCookie, type SignedIn } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookieNames } from '../http/session-cookie-names.js';

const csrfBytes = 24;

/** The browser's side of a session: a cookie that no script can read, and one that only scripts of this site can. */
export function setSessionCookies(request: FastifyRequest, reply: FastifyReply, { token, expiresAt }: SignedIn): void {
  const maxAge = Math.max(0, Math.floor((Date.parse(expiresAt) - Date.now()) / 1000));
  const [usual = sessionCookie, ...further] = sessionCookieNames(request);
  const options = { ...attributes(request), httpOnly: true, maxAge };
  reply.setCookie(usual, token, options);
  setCsrfCookie(request, reply, maxAge);
  for (const name of further) reply.setCookie(name, token, options);
}

/** A browser that lost the second cookie, or never had it, gets one when it asks who is signed in. */
export function renewCsrfCookie(request: FastifyRequest, reply: FastifyReply): void {
  if (request.principal?.type !== 'user' || request.principal.via !== 'cookie') return;
  if (!request.cookies[csrfCookie]) setCsrfCookie(request, reply);
}

export function clearSessionCookies(request: FastifyRequest, reply: FastifyReply): void {
  for (const name of sessionCookieNames(request)) {
    reply.clearCookie(name, { ...attributes(request), httpOnly: true });
  }
  // The second cookie stays: it opens nothing, and another server on this host may go by it.
}

function setCsrfCookie(request: FastifyRequest, reply: FastifyReply, maxAge?: number): void {
  const value = randomBytes(csrfBytes).toString('base64url');
  reply.setCookie(csrfCookie, value, { ...attributes(request), ...(maxAge !== undefined && { maxAge }) });
}

function attributes(request: FastifyRequest) {
  const { site } = request.server;
  return { path: site.path, sameSite: 'strict', secure: site.isSecure(request) } as const;
}

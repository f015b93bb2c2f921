import '@fastify/cookie';
import { randomBytes } from 'node:crypto';
import { csrfCookie, sessionCookie, type SignedIn } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const csrfBytes = 24;

/** The browser's side of a session: a cookie that no script can read, and one that only scripts of this site can. */
export function setSessionCookies(request: FastifyRequest, reply: FastifyReply, { token, expiresAt }: SignedIn): void {
  const maxAge = Math.max(0, Math.floor((Date.parse(expiresAt) - Date.now()) / 1000));
  reply.setCookie(sessionCookie, token, { ...attributes(request), httpOnly: true, maxAge });
  setCsrfCookie(request, reply, maxAge);
}

/** A browser that lost the second cookie, or never had it, gets one when it asks who is signed in. */
export function renewCsrfCookie(request: FastifyRequest, reply: FastifyReply): void {
  if (request.principal?.type !== 'user' || request.principal.via !== 'cookie') return;
  if (!request.cookies[csrfCookie]) setCsrfCookie(request, reply);
}

export function clearSessionCookies(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, { ...attributes(request), httpOnly: true });
  reply.clearCookie(csrfCookie, attributes(request));
}

function setCsrfCookie(request: FastifyRequest, reply: FastifyReply, maxAge?: number): void {
  const value = randomBytes(csrfBytes).toString('base64url');
  reply.setCookie(csrfCookie, value, { ...attributes(request), ...(maxAge !== undefined && { maxAge }) });
}

function attributes(request: FastifyRequest) {
  return { path: '/', sameSite: 'strict', secure: request.protocol === 'https' } as const;
}

import { sessionCookie } from '@hyprbox/contracts';
import type { FastifyRequest } from 'fastify';
import { splitHost } from './host-header.js';

/**
 * The cookies that may hold the session of a call. Browsers don't tell the ports of a host apart (RFC 6265, section 8.5):
 * of two servers on one host, the one that was signed in to last has `hb_token`. So each has one by its own port as well.
 */
export function sessionCookieNames({ host }: FastifyRequest): string[] {
  const port = splitHost(host)?.port;
  return port === null || port === undefined ? [sessionCookie] : [sessionCookie, `${sessionCookie}_${port}`];
}

/** What the call's cookies hold, none of it checked; that of the usual name first. */
export function sessionTokens(request: FastifyRequest): string[] {
  const tokens = sessionCookieNames(request).map((name) => request.cookies[name]);
  return [...new Set(tokens.filter((token) => token !== undefined))];
}

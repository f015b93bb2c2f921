import type { FastifyRequest } from 'fastify';
import { ForbiddenError } from '../common/domain-error.js';

/**
 * Refuses what a page of another origin sends: to the session's cookie, or to sign a visitor in to an account of its own
 * choice (login CSRF). What is no browser sends no Origin.
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined || request.server.site.isOwnOrigin(request, origin)) return;
  const named = URL.canParse(origin) && /^https?:/.test(origin) ? new URL(origin).origin : null;
  throw new ForbiddenError(
    named === null
      ? 'The call comes from a page of another origin: its Origin header names none that could be ours.'
      : `The call comes from a page of another origin: its Origin header says ${named}, while by Host and ` +
          `X-Forwarded-Proto this server is ${request.protocol}://${request.host}. If both are the same place, ` +
          `set HYPRBOX_PUBLIC_URL to the address that people open, such as ${named}.`,
    { kind: 'origin' },
  );
}

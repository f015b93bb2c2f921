import type { FastifyRequest } from 'fastify';
import { ForbiddenError } from '../http/domain-error.js';

/**
 * Signing in carries no session yet, so no token can prove where the call came from; but a page of another site must
 * not sign a visitor in to an account of its own choice (login CSRF). What is no browser sends no Origin.
 */
export function refuseForeignOrigin({ headers: { origin }, protocol, host }: FastifyRequest): void {
  if (origin !== undefined && origin !== `${protocol}://${host}`) {
    throw new ForbiddenError('The call comes from a page of another origin.');
  }
}

import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../common/client-address.js';
import { actorOf } from '../../http/current-principal.js';
import type { Actor } from '../../identity/principal.js';
import type { Refusal } from '../../common/refusal.js';

/** What is kept of a call that was refused: nothing that the caller may have put a secret into. */
export interface RefusedCall {
  refusal: Refusal;
  actor: Actor;
  method: string;
  /** The route's pattern, not the path. */
  route: string;
  requestId: string;
}

export function refusedCall(request: FastifyRequest, refusal: Refusal): RefusedCall {
  return {
    refusal,
    actor: actorOf(request),
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    requestId: request.id,
  };
}

/** By whom and why calls are limited: who is known counts as one wherever it calls from. */
export function budgetKey({ refusal, actor }: RefusedCall): string {
  return `${refusal.kind} ${actor.id ?? networkOf(actor.ip ?? '')}`;
}

import type { AuditAction } from '@hyprbox/contracts';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../identity/principal.js';

/** What the audit trail records of a change. */
export interface Audited {
  actor: Actor;
  action: AuditAction;
  target: { type: string; id: string | null };
  outcome?: 'success' | 'failure';
  /** No secret, and nothing unbounded: it is kept for ever. */
  details?: Record<string, unknown>;
}

/** Records changes in the transaction that makes them. The audit module provides it; the unit of work needs only this. */
export abstract class AuditWriter {
  /** In this order. */
  abstract append(manager: EntityManager, entries: readonly Audited[]): Promise<void>;
}

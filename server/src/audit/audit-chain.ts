import { createHash } from 'node:crypto';
import type { AuditAction, AuditActorType } from '@hyprbox/contracts';

/** One audit event as it is hashed. The order of the keys is part of the format. */
export interface AuditRecord {
  seq: number;
  id: string;
  at: string;
  actor: { type: AuditActorType; id: string | null; name: string | null };
  action: AuditAction;
  target: { type: string; id: string | null };
  ip: string | null;
  userAgent: string | null;
  outcome: 'success' | 'failure';
  details: Record<string, unknown>;
  prevHash: string;
}

/** What the first event names as the hash before it. */
export const genesisHash = '0'.repeat(64);

/** The text that is stored and hashed. */
export function canonicalText(record: AuditRecord): string {
  const { seq, id, at, actor, action, target, ip, userAgent, outcome, details, prevHash } = record;
  return JSON.stringify({
    seq,
    id,
    at,
    actor: { type: actor.type, id: actor.id, name: actor.name },
    action,
    target: { type: target.type, id: target.id },
    ip,
    userAgent,
    outcome,
    details: sorted(details),
    prevHash,
  });
}

/** SHA-256 of the canonical text, hexadecimal. */
export function chainHash(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex');
}

/** The same details give the same text, whatever order their keys were set in. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Audited } from '../database/unit-of-work.js';
import { Clock, Ids } from '../time/clock.js';
import { canonicalText, chainHash, sorted, type AuditRecord } from './audit-chain.js';

/** Appends to the trail, inside the transaction of what is recorded. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async append(manager: EntityManager, entry: Audited): Promise<void> {
    // The row lock makes the chain one line; it is held from here to the commit, which comes next.
    const [head]: { seq: string; hash: string }[] = await manager.query(
      'SELECT seq, hash FROM audit_head WHERE singleton FOR UPDATE',
    );
    if (!head) throw new Error('The audit trail has no end: the row of audit_head is missing.');
    const { actor, target } = entry;
    const record: AuditRecord = {
      seq: Number(head.seq) + 1,
      id: this.ids.next(),
      at: this.clock.now().toISOString(),
      actor: { type: actor.type, id: storable(actor.id), name: storable(actor.name) },
      action: entry.action,
      target: { type: target.type, id: storable(target.id) },
      ip: actor.ip,
      userAgent: storable(actor.userAgent),
      outcome: entry.outcome ?? 'success',
      details: storableDetails(entry.details ?? {}),
      prevHash: head.hash,
    };
    const canonical = canonicalText(record);
    const hash = chainHash(canonical);
    await manager.query(
      `INSERT INTO audit_events (seq, id, at, actor_type, actor_id, actor_name, action, target_type, target_id,
         ip, user_agent, outcome, details, canonical, prev_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        record.seq,
        record.id,
        record.at,
        record.actor.type,
        record.actor.id,
        record.actor.name,
        record.action,
        record.target.type,
        record.target.id,
        record.ip,
        record.userAgent,
        record.outcome,
        JSON.stringify(record.details),
        canonical,
        record.prevHash,
        hash,
      ],
    );
    await manager.query('UPDATE audit_head SET seq = $1, hash = $2 WHERE singleton', [record.seq, hash]);
  }
}

/** PostgreSQL's text holds no NUL and no half of a surrogate pair. */
function storable(text: string | null): string | null {
  return text?.replaceAll('\0', '').replaceAll(/\p{Cs}/gu, '\uFFFD') ?? null;
}

/** Details as they come back from the database, so that the text that is hashed and the column say the same. */
function storableDetails(details: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(sorted(details), (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  );
  // An object stays an object.
  return JSON.parse(text) as Record<string, unknown>;
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditWriter, type Audited } from '../database/audit-writer.js';
import { Clock, Ids } from '../time/clock.js';
import { AuditEventEntity } from './audit-event.entity.js';
import { AuditHeadEntity } from './audit-head.entity.js';
import { canonicalText, chainHash, sorted, type AuditRecord } from './audit-chain.js';

/** Appends to the trail, inside the transaction of what is recorded. */
@Injectable()
export class AuditTrail extends AuditWriter {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    super();
  }

  async append(manager: EntityManager, entries: readonly Audited[]): Promise<void> {
    // The row lock makes the chain one line; it is held from here to the commit, which comes next.
    const head = await manager.findOne(AuditHeadEntity, {
      where: { singleton: true },
      lock: { mode: 'pessimistic_write' },
    });
    if (!head) throw new Error('The audit trail has no end: the row of audit_head is missing.');
    let { seq, hash } = head;
    const events = entries.map((entry) => {
      const event = this.event(entry, Number(seq) + 1, hash);
      ({ seq, hash } = event);
      return event;
    });
    await manager.insert(AuditEventEntity, events);
    // The database lets it advance by one alone.
    for (const event of events) {
      await manager.update(AuditHeadEntity, { singleton: true }, { seq: event.seq, hash: event.hash });
    }
  }

  private event(entry: Audited, seq: number, prevHash: string) {
    const { actor, target } = entry;
    const record: AuditRecord = {
      seq,
      id: this.ids.next(),
      at: this.clock.now().toISOString(),
      actor: { type: actor.type, id: storable(actor.id), name: storable(actor.name) },
      action: entry.action,
      target: { type: target.type, id: storable(target.id) },
      ip: actor.ip,
      userAgent: storable(actor.userAgent),
      outcome: entry.outcome ?? 'success',
      details: storableDetails(entry.details ?? {}),
      prevHash,
    };
    const canonical = canonicalText(record);
    return {
      seq: String(record.seq),
      id: record.id,
      at: record.at,
      actorType: record.actor.type,
      actorId: record.actor.id,
      actorName: record.actor.name,
      action: record.action,
      targetType: record.target.type,
      targetId: record.target.id,
      ip: record.ip,
      userAgent: record.userAgent,
      outcome: record.outcome,
      // TypeORM's type of a partial entity takes no record of unknown fields.
      details: record.details as object,
      canonical,
      prevHash: record.prevHash,
      hash: chainHash(canonical),
    };
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

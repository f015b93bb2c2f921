import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { integer, rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { Clock } from '../time/clock.js';

/** What somebody has started within this time counts as one with what they start of the same next. */
export const recentMinutes = 10;

const count = rawQuery('recentStarts.count', { hosts: integer });

/** What somebody starts, and on which hosts. */
export interface Start {
  userId: string;
  /** Null for a script of one's own, which its hash tells from others. */
  preset: string | null;
  scriptSha256: string;
  nodeIds: readonly string[];
}

/** Ids tell the time by a server's clock, created_at by the database's: they may be so far apart. */
const clocksApartMs = 5 * 60_000;

/** On how many hosts somebody starts the same within a short time: one after the other, hosts are no fewer than at once. */
@Injectable()
export class RecentStarts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether this is on more hosts than `most` with what the same user has started of the same lately. What waits for an
   * approval, or had one, is left out.
   *
   * @param most null for however many
   */
  async exceed(start: Start, most: number | null): Promise<boolean> {
    return most !== null && (await this.count(this.dataSource.manager, start)) > most;
  }

  /** The same. Until the end of the transaction the user starts no more of it. */
  async exceedLocked(tx: Transaction, start: Start, most: number | null): Promise<boolean> {
    if (most === null) return false;
    const { userId, preset, scriptSha256 } = start;
    const key = `start ${userId} ${preset ?? scriptSha256}`;
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
    return (await this.count(tx.manager, start)) > most;
  }

  private async count(manager: EntityManager, { userId, preset, scriptSha256, nodeIds }: Start): Promise<number> {
    const windowMs = recentMinutes * 60_000;
    // By id, only so that older ones are not looked at.
    const firstId = firstIdAt(this.clock.now().getTime() - windowMs - clocksApartMs);
    const [row] = await count.rows(
      manager,
      `SELECT count(*)::integer AS hosts FROM (
         SELECT unnest($1::text[]) AS node_id
         UNION
         SELECT node_id FROM jobs
         WHERE created_by = $2 AND id >= $6 AND preset = $3::text AND rollout_id IS NULL AND NOT is_test
           AND created_at > now() - $5 * interval '1 millisecond'
         UNION
         SELECT t.node_id FROM rollouts r JOIN rollout_targets t ON t.rollout_id = r.id
         WHERE r.created_by = $2 AND r.id >= $6 AND r.approval_id IS NULL
           AND (r.preset = $3::text OR $3::text IS NULL AND r.preset IS NULL AND r.script_sha256 = $4)
           AND r.created_at > now() - $5 * interval '1 millisecond'
       ) started`,
      [nodeIds, userId, preset, scriptSha256, windowMs, firstId],
    );
    return row?.hosts ?? nodeIds.length;
  }
}

/** The least id of a time (UUIDv7: RFC 9562, 5.7). */
function firstIdAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

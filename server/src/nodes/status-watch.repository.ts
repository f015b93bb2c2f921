import { Injectable } from '@nestjs/common';
import { nullable, number, oneOf, text } from '@hyprbox/contracts/schemas';
import { rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { levels } from './node-status.js';
import { fellSilentSql } from './node-status.sql.js';

const markSilent = rawQuery('statusWatch.markSilent', { id: text });
const markLevels = rawQuery('statusWatch.markLevels', {
  id: text,
  level: oneOf(levels),
  /** What was told last; null if nothing ever was. */
  before: nullable(oneOf(levels)),
  /** Null while the readings tell of too short a time. */
  cpuPct: nullable(number),
  memPct: number,
  diskPct: number,
});

export type ChangedLevel = RowOf<typeof markLevels>;

/** What the activity has been told of the nodes. */
@Injectable()
export class StatusWatchRepository {
  /** Marks nodes that have fallen silent and were not marked yet. One that is being heard just now is passed over. */
  async markSilent(tx: Transaction, count: number): Promise<string[]> {
    const rows = await markSilent.rows(
      tx.manager,
      `UPDATE nodes SET reported_offline_at = now() WHERE id IN (
         SELECT id FROM nodes WHERE decommissioned_at IS NULL AND reported_offline_at IS NULL
           AND last_seen_at IS NOT NULL AND ${fellSilentSql}
         ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id`,
      [count],
    );
    return rows.map(({ id }) => id).sort();
  }

  /** Marks nodes whose level is another than was told last. */
  async markLevels(tx: Transaction, count: number): Promise<ChangedLevel[]> {
    const rows = await markLevels.rows(
      tx.manager,
      `UPDATE nodes n SET told_level = n.level FROM (
         SELECT id, told_level FROM nodes WHERE decommissioned_at IS NULL AND reported_offline_at IS NULL
           AND level IS DISTINCT FROM told_level
         ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED) changed
       WHERE n.id = changed.id
       RETURNING n.id, n.level, changed.told_level AS before, n.minute_cpu_pct AS "cpuPct",
         n.minute_mem_pct AS "memPct", n.minute_disk_pct AS "diskPct"`,
      [count],
    );
    return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

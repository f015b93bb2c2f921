import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/unit-of-work.js';
import type { Level } from './node-status.js';
import { fellSilentSql } from './node-status.sql.js';
import type { StatusFigures } from './recent-readings.js';

export interface ChangedLevel extends StatusFigures {
  id: string;
  level: Level;
  /** What was told last; null if nothing ever was. */
  before: Level | null;
}

/** What the activity has been told of the nodes. */
@Injectable()
export class StatusWatchRepository {
  /** Marks nodes that have fallen silent and were not marked yet. One that is being heard just now is passed over. */
  async markSilent(tx: Transaction, count: number): Promise<string[]> {
    const [rows]: [{ id: string }[], number] = await tx.manager.query(
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
    const [rows]: [ChangedLevel[], number] = await tx.manager.query(
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

import { Injectable } from '@nestjs/common';
import { text } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery } from '../../database/raw-query.js';
import { awaySql } from '../../nodes/node-status.sql.js';

const away = rawQuery('hostAvailability.away', { id: text });
const busy = rawQuery('hostAvailability.busy', { hosts: integer });

@Injectable()
export class HostAvailabilityRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the hosts that have never reported or do not report any more. */
  async away(nodeIds: readonly string[]): Promise<Set<string>> {
    const rows = await away.rows(this.dataSource, `SELECT id FROM nodes WHERE id = ANY($1::text[]) AND ${awaySql}`, [
      nodeIds,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** How many of the hosts another rollout has still to run on. */
  async busy(nodeIds: readonly string[]): Promise<number> {
    const [row] = await busy.rows(
      this.dataSource,
      `SELECT count(DISTINCT t.node_id)::integer AS hosts FROM rollouts r
       JOIN rollout_targets t ON t.rollout_id = r.id AND t.finished_at IS NULL
       WHERE r.finished_at IS NULL AND t.node_id = ANY($1::text[])`,
      [nodeIds],
    );
    return row?.hosts ?? 0;
  }
}

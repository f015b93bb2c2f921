import { Injectable } from '@nestjs/common';
import type { RetriedState } from '@hyprbox/contracts';
import { text } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery } from '../../database/raw-query.js';
import type { WaveSize } from '../planning/wave-plan.js';

const hosts = rawQuery('retries.hosts', { nodeId: text });
const waves = rawQuery('retries.waves', { number: integer, size: text, soakSeconds: integer, targets: integer });

@Injectable()
export class RetriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The hosts that a rollout left in one of the states, as far as they are still in service, in the order of their characters. */
  async hosts(rolloutId: string, states: readonly RetriedState[]): Promise<string[]> {
    const rows = await hosts.rows(
      this.dataSource,
      `SELECT t.node_id AS "nodeId" FROM rollout_targets t JOIN nodes n ON n.id = t.node_id
       WHERE t.rollout_id = $1 AND t.state = ANY($2::text[]) AND n.decommissioned_at IS NULL
       ORDER BY t.node_id COLLATE "C"`,
      [rolloutId, states],
    );
    return rows.map(({ nodeId }) => nodeId);
  }

  /** As they were planned, in their order. */
  async waves(rolloutId: string): Promise<WaveSize[]> {
    return waves.rows(
      this.dataSource,
      `SELECT number, size, soak_seconds AS "soakSeconds", targets FROM rollout_waves
       WHERE rollout_id = $1 ORDER BY number`,
      [rolloutId],
    );
  }
}

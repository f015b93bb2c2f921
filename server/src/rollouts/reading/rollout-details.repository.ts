import { Injectable } from '@nestjs/common';
import { nullable, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';

const waves = rawQuery('rolloutDetails.waves', {
  number: integer,
  size: text,
  soakSeconds: integer,
  targets: integer,
  finished: integer,
  failed: integer,
  startedAt: nullable(timestamp),
  finishedAt: nullable(timestamp),
});
const retriedBy = rawQuery('rolloutDetails.retriedBy', { id: uuid });

export type WaveRow = RowOf<typeof waves>;

/** What belongs to one rollout. */
@Injectable()
export class RolloutDetailsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** In their order, with how many of their hosts have ended. */
  async waves(rolloutId: string): Promise<WaveRow[]> {
    return waves.rows(
      this.dataSource,
      `SELECT w.number, w.size, w.soak_seconds AS "soakSeconds", w.targets,
         count(t.finished_at)::integer AS finished,
         count(t) FILTER (WHERE t.state IN ('FAILED', 'LOST'))::integer AS failed,
         w.started_at AS "startedAt", w.finished_at AS "finishedAt"
       FROM rollout_waves w LEFT JOIN rollout_targets t ON t.rollout_id = w.rollout_id AND t.wave = w.number
       WHERE w.rollout_id = $1 GROUP BY w.rollout_id, w.number ORDER BY w.number`,
      [rolloutId],
    );
  }

  /** Oldest first. */
  async retriedBy(rolloutId: string): Promise<string[]> {
    const rows = await retriedBy.rows(this.dataSource, `SELECT id FROM rollouts WHERE retry_of = $1 ORDER BY id`, [
      rolloutId,
    ]);
    return rows.map(({ id }) => id);
  }
}

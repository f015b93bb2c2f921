import { Injectable } from '@nestjs/common';
import { targetStates } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, type RowOf } from '../../database/raw-query.js';

const ended = rawQuery('rolloutOutputs.ended', {
  nodeId: text,
  jobId: uuid,
  state: oneOf(targetStates),
  exitCode: nullable(integer),
});

/** A host on which the rollout's job has ended. */
export type EndedHost = RowOf<typeof ended>;

@Injectable()
export class RolloutOutputsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order of their ids. */
  async ended(rolloutId: string): Promise<EndedHost[]> {
    return ended.rows(
      this.dataSource,
      `SELECT node_id AS "nodeId", job_id AS "jobId", state, exit_code AS "exitCode" FROM rollout_targets
       WHERE rollout_id = $1 AND job_id IS NOT NULL AND finished_at IS NOT NULL ORDER BY node_id COLLATE "C"`,
      [rolloutId],
    );
  }
}

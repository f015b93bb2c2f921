import { Injectable } from '@nestjs/common';
import { approvalCauses, approvalStates, type ApprovalState } from '@hyprbox/contracts';
import { listOf, nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, timestamp, type RowOf } from '../database/raw-query.js';

const columns = {
  id: uuid,
  rolloutId: uuid,
  name: text,
  state: oneOf(approvalStates),
  causes: listOf(oneOf(approvalCauses)),
  preset: nullable(text),
  targets: integer,
  digest: text,
  requestedBy: nullable(uuid),
  requestedByName: nullable(text),
  requestedAt: timestamp,
  expiresAt: timestamp,
  decidedBy: nullable(uuid),
  decidedByName: nullable(text),
  decidedAt: nullable(timestamp),
  comment: nullable(text),
};
const find = rawQuery('approvals.find', columns);
const page = rawQuery('approvals.page', columns);
const asked = rawQuery('approvals.asked', { script: text, scriptSha256: text });
const last = rawQuery('approvals.last', { jobId: uuid, rolloutId: nullable(uuid), script: text });

export type ApprovalRow = RowOf<typeof find>;

/** What would run, and what ran of the same preset last. */
export type ApprovalScripts = RowOf<typeof asked> & { last: RowOf<typeof last> | null };

const selected = `SELECT a.id, a.rollout_id AS "rolloutId", r.name, a.state, a.causes, r.preset, r.targets, a.digest,
    a.requested_by AS "requestedBy", a.requested_by_name AS "requestedByName", a.requested_at AS "requestedAt",
    a.expires_at AS "expiresAt", a.decided_by AS "decidedBy", a.decided_by_name AS "decidedByName",
    a.decided_at AS "decidedAt", a.comment
  FROM approvals a JOIN rollouts r ON r.id = a.rollout_id`;

/** Approvals as people read them, with the rollouts that they are for. */
@Injectable()
export class ApprovalReadingRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<ApprovalRow | null> {
    const [row] = await find.rows(this.dataSource, `${selected} WHERE a.id = $1`, [id]);
    return row ?? null;
  }

  /** Newest first; ids are UUIDv7, so their order is that of their times. */
  async page(state: ApprovalState | null, beforeId: string | null, count: number): Promise<ApprovalRow[]> {
    return page.rows(
      this.dataSource,
      `${selected} WHERE ($1::text IS NULL OR a.state = $1) AND ($2::uuid IS NULL OR a.id < $2)
       ORDER BY a.id DESC LIMIT $3`,
      [state, beforeId, count],
    );
  }

  /**
   * The script is that of the newest job of the preset that was begun before the approval was asked for. A test of a draft
   * is none: what nobody but its author has looked at would be left out of what is new.
   */
  async scripts({ id, rolloutId, preset }: ApprovalRow): Promise<ApprovalScripts> {
    const [script] = await asked.rows(
      this.dataSource,
      'SELECT script, script_sha256 AS "scriptSha256" FROM rollouts WHERE id = $1',
      [rolloutId],
    );
    if (!script) throw new Error('The rollout of an approval is not there.');
    return { ...script, last: preset === null ? null : await this.last(preset, id) };
  }

  private async last(preset: string, beforeId: string): Promise<RowOf<typeof last> | null> {
    const [row] = await last.rows(
      this.dataSource,
      `SELECT j.id AS "jobId", j.rollout_id AS "rolloutId", e.script FROM jobs j JOIN executions e ON e.id = j.id
       WHERE j.preset = $1 AND j.id < $2 AND NOT j.is_test AND e.started_at IS NOT NULL ORDER BY j.id DESC LIMIT 1`,
      [preset, beforeId],
    );
    return row ?? null;
  }
}

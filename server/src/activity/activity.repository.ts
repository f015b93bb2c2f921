import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { activityKinds } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { bigint, rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ActivityHeadEntity } from './activity-head.entity.js';

const columns = 'id, at, node_id AS "nodeId", kind, message, job_id AS "executionId"';

const activityColumns = {
  id: uuid,
  at: timestamp,
  nodeId: nullable(text),
  kind: oneOf(activityKinds),
  message: text,
  /** The execution that it is about: a job's, or that of a run of a backup. */
  executionId: nullable(uuid),
};
const placed = { ...activityColumns, seq: bigint };
const insert = rawQuery('activity.insert', placed);
const page = rawQuery('activity.page', activityColumns);
const pageForNode = rawQuery('activity.pageForNode', activityColumns);
const after = rawQuery('activity.after', placed);

export type ActivityRow = RowOf<typeof page>;
export type PlacedRow = RowOf<typeof after>;
/** An entry that is to be written. */
export type NewActivityRow = Omit<ActivityRow, 'at'>;

/** A place in a list of activity; the newest comes first. */
export interface ActivityPlace {
  at: string;
  id: string;
}

@Injectable()
export class ActivityRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Writes entries in their order; from here to its end the transaction keeps others from doing so. */
  async insert(tx: Transaction, rows: readonly NewActivityRow[]): Promise<PlacedRow[]> {
    return insert.rows(
      tx.manager,
      `INSERT INTO activity (id, at, node_id, kind, message, job_id)
       SELECT id, clock_timestamp(), node_id, kind, message, job_id
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[]) WITH ORDINALITY
         AS entry(id, node_id, kind, message, job_id, place)
       ORDER BY place RETURNING ${columns}, seq`,
      [
        rows.map(({ id }) => id),
        rows.map(({ nodeId }) => nodeId),
        rows.map(({ kind }) => kind),
        rows.map(({ message }) => message),
        rows.map(({ executionId }) => executionId),
      ],
    );
  }

  async page(before: ActivityPlace | null, count: number): Promise<ActivityRow[]> {
    return before === null
      ? page.rows(this.dataSource, `SELECT ${columns} FROM activity ORDER BY at DESC, id DESC LIMIT $1`, [count])
      : page.rows(
          this.dataSource,
          `SELECT ${columns} FROM activity WHERE at <= $2 AND (at, id) < ($2, $3)
           ORDER BY at DESC, id DESC LIMIT $1`,
          [count, before.at, before.id],
        );
  }

  async pageForNode(nodeId: string, before: ActivityPlace | null, count: number): Promise<ActivityRow[]> {
    return before === null
      ? pageForNode.rows(
          this.dataSource,
          `SELECT ${columns} FROM activity WHERE node_id = $1 ORDER BY at DESC, id DESC LIMIT $2`,
          [nodeId, count],
        )
      : pageForNode.rows(
          this.dataSource,
          `SELECT ${columns} FROM activity WHERE node_id = $1 AND at <= $3 AND (at, id) < ($3, $4)
           ORDER BY at DESC, id DESC LIMIT $2`,
          [nodeId, count, before.at, before.id],
        );
  }

  /** The place of the newest entry that is committed. */
  async head(): Promise<number> {
    const head = await this.dataSource.manager.findOneBy(ActivityHeadEntity, { singleton: true });
    return Number(head?.seq ?? 0);
  }

  /** The entries after a place, oldest first. */
  async after(seq: number, count: number): Promise<PlacedRow[]> {
    return after.rows(this.dataSource, `SELECT ${columns}, seq FROM activity WHERE seq > $1 ORDER BY seq LIMIT $2`, [
      seq,
      count,
    ]);
  }
}

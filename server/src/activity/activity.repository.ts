import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import { ActivityHeadEntity } from './activity-head.entity.js';
import type { ActivityRow, NewActivityRow } from './activity.mapper.js';

const columns = 'id, at, node_id AS "nodeId", kind, message, job_id AS "executionId"';

export type PlacedRow = ActivityRow & { seq: string };

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
    return tx.manager.query(
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
      ? this.dataSource.query(`SELECT ${columns} FROM activity ORDER BY at DESC, id DESC LIMIT $1`, [count])
      : this.dataSource.query(
          `SELECT ${columns} FROM activity WHERE at <= $2 AND (at, id) < ($2, $3)
           ORDER BY at DESC, id DESC LIMIT $1`,
          [count, before.at, before.id],
        );
  }

  async pageForNode(nodeId: string, before: ActivityPlace | null, count: number): Promise<ActivityRow[]> {
    return before === null
      ? this.dataSource.query(`SELECT ${columns} FROM activity WHERE node_id = $1 ORDER BY at DESC, id DESC LIMIT $2`, [
          nodeId,
          count,
        ])
      : this.dataSource.query(
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
    return this.dataSource.query(`SELECT ${columns}, seq FROM activity WHERE seq > $1 ORDER BY seq LIMIT $2`, [
      seq,
      count,
    ]);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import type { ActivityRow } from './activity.mapper.js';

const columns = 'id, at, node_id AS "nodeId", kind, message, job_id AS "jobId"';

/** A place in a list of activity; the newest comes first. */
export interface ActivityPlace {
  at: string;
  id: string;
}

@Injectable()
export class ActivityRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, { id, at, nodeId, kind, message, jobId }: ActivityRow): Promise<void> {
    await tx.manager.query(
      'INSERT INTO activity (id, at, node_id, kind, message, job_id) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, at, nodeId, kind, message, jobId],
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

  /** Oldest first. */
  async since(at: Date, count: number): Promise<ActivityRow[]> {
    return this.dataSource.query(`SELECT ${columns} FROM activity WHERE at >= $1 ORDER BY at, id LIMIT $2`, [
      at,
      count,
    ]);
  }
}

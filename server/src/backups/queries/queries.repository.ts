import { Injectable } from '@nestjs/common';
import { backupFaults, executionStatuses } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, LessThan } from 'typeorm';
import { json, rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { RepositoryQueryEntity } from './repository-query.entity.js';

const alike = rawQuery('repositoryQueries.alike', { id: uuid });
const find = rawQuery('repositoryQueries.find', {
  id: uuid,
  policyId: uuid,
  nodeId: text,
  answer: nullable(json<NonNullable<RepositoryQueryEntity['answer']>>()),
  fault: nullable(oneOf(backupFaults)),
  message: nullable(text),
  status: oneOf(executionStatuses),
});
const stale = rawQuery('repositoryQueries.stale', { id: uuid });
const drop = rawQuery('repositoryQueries.drop', { id: uuid });

/** A query with its execution's state. */
export type QueryRow = RowOf<typeof find>;

const columns = `q.id, q.policy_id AS "policyId", q.node_id AS "nodeId", q.answer, q.fault, q.message, e.status
  FROM backup_questions q JOIN executions e ON e.id = q.id`;

/** Queries to repositories and their answers. */
@Injectable()
export class QueriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those who make the same query wait for each other until the end of the transaction. */
  async lockKey(tx: Transaction, key: string): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  }

  /** The same query that was made since then and is under way, or was answered well since then. */
  async alike(tx: Transaction, key: string, askedSince: Date, answeredSince: Date): Promise<string | null> {
    const [row] = await alike.rows(
      tx.manager,
      `SELECT q.id FROM backup_questions q JOIN executions e ON e.id = q.id
       WHERE q.key = $1 AND (e.status IN ('QUEUED', 'RUNNING') AND q.created_at > $2
         OR e.status = 'SUCCEEDED' AND q.answered_at > $3) ORDER BY q.id DESC LIMIT 1`,
      [key, askedSince, answeredSince],
    );
    return row?.id ?? null;
  }

  async insert(
    tx: Transaction,
    query: Pick<RepositoryQueryEntity, 'id' | 'policyId' | 'nodeId' | 'key' | 'createdAt'>,
  ): Promise<void> {
    await tx.manager.insert(RepositoryQueryEntity, query);
  }

  async find(id: string): Promise<QueryRow | null> {
    const [row] = await find.rows(this.dataSource, `SELECT ${columns} WHERE q.id = $1`, [id]);
    return row ?? null;
  }

  async policyOf(tx: Transaction, id: string): Promise<string | null> {
    const query = await tx.manager.findOne(RepositoryQueryEntity, {
      select: { id: true, policyId: true },
      where: { id },
    });
    return query?.policyId ?? null;
  }

  async answer(
    tx: Transaction,
    id: string,
    answeredAt: Date,
    { answer, fault, message }: Pick<RepositoryQueryEntity, 'answer' | 'fault' | 'message'>,
  ): Promise<void> {
    await tx.manager.update(RepositoryQueryEntity, { id }, { answeredAt, answer, fault, message });
  }

  /** Queries that no node has begun and whose caller has given up. */
  async stale(before: Date, count: number): Promise<string[]> {
    const rows = await stale.rows(
      this.dataSource,
      `SELECT q.id FROM backup_questions q JOIN executions e ON e.id = q.id
       WHERE e.status = 'QUEUED' AND q.created_at < $1 ORDER BY q.id LIMIT $2`,
      [before, count],
    );
    return rows.map(({ id }) => id);
  }

  async isAnyBefore(before: Date): Promise<boolean> {
    return this.dataSource.manager.existsBy(RepositoryQueryEntity, { createdAt: LessThan(before) });
  }

  /** Drops what was asked before, answered or not, with the executions; their output leaves with its partition. */
  async drop(tx: Transaction, before: Date, count: number): Promise<void> {
    const rows = await drop.rows(
      tx.manager,
      `DELETE FROM backup_questions WHERE id IN (
         SELECT q.id FROM backup_questions q JOIN executions e ON e.id = q.id
         WHERE q.created_at < $1 AND e.status NOT IN ('QUEUED', 'RUNNING') AND (e.delivered OR e.started_at IS NULL)
         ORDER BY q.id LIMIT $2)
       RETURNING id`,
      [before, count],
    );
    await tx.manager.query('DELETE FROM executions WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
  }
}

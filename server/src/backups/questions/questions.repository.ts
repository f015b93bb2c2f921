import { Injectable } from '@nestjs/common';
import type { BackupFault, ExecutionStatus } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';

export interface QuestionRow {
  id: string;
  policyId: string;
  nodeId: string;
  status: ExecutionStatus;
  answer: unknown;
  fault: BackupFault | null;
  message: string | null;
}

const columns = `q.id, q.policy_id AS "policyId", q.node_id AS "nodeId", q.answer, q.fault, q.message, e.status
  FROM backup_questions q JOIN executions e ON e.id = q.id`;

/** Questions to repositories and their answers. */
@Injectable()
export class QuestionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those who ask the same take turns until the end of the transaction. */
  async lockKey(tx: Transaction, key: string): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  }

  /** The same question that was asked since then and is under way, or was answered well since then. */
  async alike(tx: Transaction, key: string, askedSince: Date, answeredSince: Date): Promise<string | null> {
    const [row]: { id: string }[] = await tx.manager.query(
      `SELECT q.id FROM backup_questions q JOIN executions e ON e.id = q.id
       WHERE q.key = $1 AND (e.status IN ('QUEUED', 'RUNNING') AND q.created_at > $2
         OR e.status = 'SUCCEEDED' AND q.answered_at > $3) ORDER BY q.id DESC LIMIT 1`,
      [key, askedSince, answeredSince],
    );
    return row?.id ?? null;
  }

  async insert(
    tx: Transaction,
    question: { id: string; policyId: string; nodeId: string; key: string; createdAt: Date },
  ): Promise<void> {
    await tx.manager.query(
      'INSERT INTO backup_questions (id, policy_id, node_id, key, created_at) VALUES ($1, $2, $3, $4, $5)',
      [question.id, question.policyId, question.nodeId, question.key, question.createdAt],
    );
  }

  async find(id: string): Promise<QuestionRow | null> {
    const [row]: QuestionRow[] = await this.dataSource.query(`SELECT ${columns} WHERE q.id = $1`, [id]);
    return row ?? null;
  }

  async policyOf(tx: Transaction, id: string): Promise<string | null> {
    const [row]: { policyId: string }[] = await tx.manager.query(
      'SELECT policy_id AS "policyId" FROM backup_questions WHERE id = $1',
      [id],
    );
    return row?.policyId ?? null;
  }

  async answer(
    tx: Transaction,
    id: string,
    at: Date,
    { answer, fault, message }: Pick<QuestionRow, 'answer' | 'fault' | 'message'>,
  ): Promise<void> {
    await tx.manager.query(
      'UPDATE backup_questions SET answered_at = $2, answer = $3, fault = $4, message = $5 WHERE id = $1',
      [id, at, answer === null ? null : JSON.stringify(answer), fault, message],
    );
  }

  /** Questions that no node has begun and nobody waits for any more. */
  async stale(before: Date, count: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT q.id FROM backup_questions q JOIN executions e ON e.id = q.id
       WHERE e.status = 'QUEUED' AND q.created_at < $1 ORDER BY q.id LIMIT $2`,
      [before, count],
    );
    return rows.map(({ id }) => id);
  }

  async isAnyBefore(before: Date): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      'SELECT 1 FROM backup_questions WHERE created_at < $1 LIMIT 1',
      [before],
    );
    return rows.length > 0;
  }

  /** Drops what was asked before, answered or not, with the executions; their output leaves with its partition. */
  async drop(tx: Transaction, before: Date, count: number): Promise<void> {
    const [rows]: [{ id: string }[], number] = await tx.manager.query(
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

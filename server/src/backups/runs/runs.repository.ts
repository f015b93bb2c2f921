import { Injectable } from '@nestjs/common';
import {
  backupFaults,
  backupRunKinds,
  executionReasons,
  executionStatuses,
  type BackupResult,
  type BackupRunKind,
  type BackupTask,
  type ExecutionStatus,
} from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { bigint, json, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { BackupTargetEntity } from '../targets/backup-target.entity.js';
import { BackupRunEntity, type RunTrigger } from './backup-run.entity.js';

export type NewRun = Pick<
  BackupRunEntity,
  'id' | 'policyId' | 'nodeId' | 'kind' | 'trigger' | 'scheduledFor' | 'createdBy' | 'createdAt'
>;

/** What a restore was asked for, as its order has it. */
export type RestoreTask = Extract<BackupTask, { operation: 'RESTORE' }>;

export type RunFindings = Pick<BackupRunEntity, 'drill' | 'restore' | 'retention'>;

const triggers = ['SCHEDULE', 'USER', 'RETENTION'] as const satisfies readonly RunTrigger[];
const runColumns = {
  id: uuid,
  policyId: uuid,
  nodeId: text,
  kind: oneOf(backupRunKinds),
  trigger: oneOf(triggers),
  scheduledFor: nullable(timestamp),
  createdBy: nullable(uuid),
  createdAt: timestamp,
  fault: nullable(oneOf(backupFaults)),
  message: nullable(text),
  snapshotId: nullable(text),
  filesNew: nullable(bigint),
  filesChanged: nullable(bigint),
  bytesAdded: nullable(bigint),
  bytesProcessed: nullable(bigint),
  repositoryBytes: nullable(bigint),
  policyName: text,
  createdByName: nullable(text),
  status: oneOf(executionStatuses),
  executionReason: nullable(oneOf(executionReasons)),
  executionMessage: nullable(text),
  cancelRequestedAt: nullable(timestamp),
  startedAt: nullable(timestamp),
  finishedAt: nullable(timestamp),
  /** Null for other kinds. */
  restoreTask: nullable(json<RestoreTask>()),
};
const find = rawQuery('runs.find', runColumns);
const read = rawQuery('runs.read', {
  ...runColumns,
  drill: nullable(json<NonNullable<RunFindings['drill']>>()),
  restore: nullable(json<NonNullable<RunFindings['restore']>>()),
  retention: nullable(json<NonNullable<RunFindings['retention']>>()),
});
const page = rawQuery('runs.page', runColumns);
const isScheduled = rawQuery('runs.isScheduled', { id: uuid });
const isAnyQueued = rawQuery('runs.isAnyQueued', { id: uuid });
const queuedOf = rawQuery('runs.queuedOf', { id: uuid });

/** A run with its execution's state. */
export type RunRow = RowOf<typeof find>;

export interface RunFilter {
  policyId?: string;
  nodeId?: string;
  status?: ExecutionStatus;
  kind?: BackupRunKind;
}

const own = `r.id, r.policy_id AS "policyId", r.node_id AS "nodeId", r.kind, r.trigger, r.scheduled_for AS "scheduledFor",
  r.created_by AS "createdBy", e.created_at AS "createdAt", r.fault, r.message, r.snapshot_id AS "snapshotId",
  r.files_new AS "filesNew", r.files_changed AS "filesChanged", r.bytes_added AS "bytesAdded",
  r.bytes_processed AS "bytesProcessed", r.repository_bytes AS "repositoryBytes"`;
const shown = `${own}, p.name AS "policyName", u.name AS "createdByName", e.status, e.reason AS "executionReason",
  e.message AS "executionMessage", e.cancel_requested_at AS "cancelRequestedAt", e.started_at AS "startedAt",
  e.finished_at AS "finishedAt",
  CASE WHEN r.kind = 'RESTORE' THEN e.script::json -> 'task' END AS "restoreTask"`;
const from = `FROM backup_runs r JOIN executions e ON e.id = r.id JOIN backup_policies p ON p.id = r.policy_id
  LEFT JOIN users u ON u.id = r.created_by`;

/** By what the node has to do, which is little: a policy's runs are a long history. */
const live = (status: ExecutionStatus): string => `SELECT r.id FROM executions e JOIN backup_runs r ON r.id = e.id
  WHERE e.node_id = $2 AND e.status = '${status}' AND r.policy_id = $1 AND r.kind = $3`;

@Injectable()
export class RunsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, run: NewRun): Promise<void> {
    await tx.manager.insert(BackupRunEntity, run);
    const { policyId, nodeId, id } = run;
    await tx.manager.update(BackupTargetEntity, { policyId, nodeId }, { lastRunId: id });
  }

  async find(id: string): Promise<RunRow | null> {
    const [row] = await find.rows(this.dataSource, `SELECT ${shown} ${from} WHERE r.id = $1`, [id]);
    return row ?? null;
  }

  /** As it stands in the transaction; null for an execution that is no run. */
  async read(tx: Transaction, id: string): Promise<(RunRow & RunFindings) | null> {
    const [row] = await read.rows(
      tx.manager,
      `SELECT ${shown}, r.drill, r.restore, r.retention ${from} WHERE r.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async findings(id: string): Promise<RunFindings> {
    const run = await this.dataSource.manager.findOne(BackupRunEntity, {
      select: { id: true, drill: true, restore: true, retention: true },
      where: { id },
    });
    return run ?? { drill: null, restore: null, retention: null };
  }

  /** Newest first; ids are UUIDv7. */
  async page(filter: RunFilter, beforeId: string | null, count: number): Promise<RunRow[]> {
    const parameters: unknown[] = [];
    const where: string[] = [];
    const narrow = (column: string, sign: string, value: unknown): void => {
      if (value !== undefined && value !== null) where.push(`${column} ${sign} $${parameters.push(value)}`);
    };
    narrow('r.id', '<', beforeId);
    narrow('r.policy_id', '=', filter.policyId);
    narrow('r.node_id', '=', filter.nodeId);
    narrow('r.kind', '=', filter.kind);
    narrow('e.status', '=', filter.status);
    return page.rows(
      this.dataSource,
      `SELECT ${shown} ${from} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
       ORDER BY r.id DESC LIMIT $${parameters.push(count)}`,
      parameters,
    );
  }

  /** What the node found out; what it did not say stays as it was. */
  async record(tx: Transaction, id: string, result: BackupResult): Promise<void> {
    const { fault, message, backup, drill, restore, retention } = result;
    await tx.manager.update(
      BackupRunEntity,
      { id },
      {
        fault,
        message,
        snapshotId: backup?.snapshotId ?? drill?.snapshotId,
        filesNew: backup?.filesNew.toString(),
        filesChanged: backup?.filesChanged.toString(),
        bytesAdded: backup?.bytesAdded.toString(),
        bytesProcessed: backup?.bytesProcessed.toString(),
        repositoryBytes: result.repositoryBytes?.toString(),
        drill,
        restore,
        retention,
      },
    );
  }

  /**
   * Whether a run of the kind that came by the schedule has not ended yet, or this time has been taken before: a clock
   * may be set back.
   */
  async isScheduled(
    tx: Transaction,
    policyId: string,
    nodeId: string,
    kind: BackupRunKind,
    scheduledFor: Date,
  ): Promise<boolean> {
    const unfinished = (status: ExecutionStatus): string => `(${live(status)} AND r.trigger = 'SCHEDULE')`;
    const rows = await isScheduled.rows(
      tx.manager,
      `${unfinished('QUEUED')} UNION ALL ${unfinished('RUNNING')} UNION ALL
       (SELECT id FROM backup_runs WHERE policy_id = $1 AND node_id = $2 AND kind = $3 AND scheduled_for = $4) LIMIT 1`,
      [policyId, nodeId, kind, scheduledFor],
    );
    return rows.length > 0;
  }

  /** Whether a run of the kind waits to begin. */
  async isAnyQueued(tx: Transaction, policyId: string, nodeId: string, kind: BackupRunKind): Promise<boolean> {
    const rows = await isAnyQueued.rows(tx.manager, `${live('QUEUED')} LIMIT 1`, [policyId, nodeId, kind]);
    return rows.length > 0;
  }

  /** A policy's runs that no node has begun, oldest first. */
  async queuedOf(tx: Transaction, policyId: string): Promise<string[]> {
    const rows = await queuedOf.rows(
      tx.manager,
      `SELECT r.id FROM backup_runs r JOIN executions e ON e.id = r.id
       WHERE r.policy_id = $1 AND e.status = 'QUEUED' ORDER BY r.id`,
      [policyId],
    );
    return rows.map(({ id }) => id);
  }
}

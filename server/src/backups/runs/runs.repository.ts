import { Injectable } from '@nestjs/common';
import type {
  BackupFault,
  BackupRunKind,
  DrillEvidence,
  ExecutionReason,
  ExecutionStatus,
  RestoreOutcome,
  VaultResult,
} from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';

export type RunTrigger = 'SCHEDULE' | 'USER' | 'RETENTION';

export interface NewRun {
  id: string;
  policyId: string;
  nodeId: string;
  kind: BackupRunKind;
  trigger: RunTrigger;
  scheduledFor: Date | null;
  createdBy: string | null;
  createdAt: Date;
}

/** A run with its execution's state. Counts of bytes come as text. */
export interface RunRow extends NewRun {
  policyName: string;
  createdByName: string | null;
  status: ExecutionStatus;
  executionReason: ExecutionReason | null;
  executionMessage: string | null;
  cancelRequestedAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  fault: BackupFault | null;
  message: string | null;
  snapshotId: string | null;
  filesNew: string | null;
  filesChanged: string | null;
  bytesAdded: string | null;
  bytesProcessed: string | null;
  repositoryBytes: string | null;
}

export interface RunFindings {
  drill: DrillEvidence | null;
  restore: RestoreOutcome | null;
  retention: { kept: number; removed: number } | null;
}

export interface RunFilter {
  policyId?: string;
  nodeId?: string;
  status?: ExecutionStatus;
  kind?: BackupRunKind;
}

const own = `r.id, r.policy_id AS "policyId", r.node_id AS "nodeId", r.kind, r.trigger, r.scheduled_for AS "scheduledFor",
  r.created_by AS "createdBy", r.created_at AS "createdAt", r.fault, r.message, r.snapshot_id AS "snapshotId",
  r.files_new AS "filesNew", r.files_changed AS "filesChanged", r.bytes_added AS "bytesAdded",
  r.bytes_processed AS "bytesProcessed", r.repository_bytes AS "repositoryBytes"`;
const shown = `${own}, p.name AS "policyName", u.name AS "createdByName", e.status, e.reason AS "executionReason",
  e.message AS "executionMessage", e.cancel_requested_at AS "cancelRequestedAt", e.started_at AS "startedAt",
  e.finished_at AS "finishedAt"`;
const from = `FROM backup_runs r JOIN executions e ON e.id = r.id JOIN backup_policies p ON p.id = r.policy_id
  LEFT JOIN users u ON u.id = r.created_by`;

/** By what the node has to do, which is little: a policy's runs are a long history. */
const live = (status: ExecutionStatus): string => `SELECT r.id FROM executions e JOIN backup_runs r ON r.id = e.id
  WHERE e.node_id = $2 AND e.status = '${status}' AND r.policy_id = $1 AND r.kind = $3`;

@Injectable()
export class RunsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, run: NewRun): Promise<void> {
    await tx.manager.query(
      `INSERT INTO backup_runs (id, policy_id, node_id, kind, trigger, scheduled_for, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [run.id, run.policyId, run.nodeId, run.kind, run.trigger, run.scheduledFor, run.createdBy, run.createdAt],
    );
    await tx.manager.query('UPDATE backup_targets SET last_run_id = $3 WHERE policy_id = $1 AND node_id = $2', [
      run.policyId,
      run.nodeId,
      run.id,
    ]);
  }

  async find(id: string): Promise<RunRow | null> {
    const [row]: RunRow[] = await this.dataSource.query(`SELECT ${shown} ${from} WHERE r.id = $1`, [id]);
    return row ?? null;
  }

  /** As it stands in the transaction; null for an execution that is no run. */
  async read(tx: Transaction, id: string): Promise<(RunRow & RunFindings) | null> {
    const [row]: (RunRow & RunFindings)[] = await tx.manager.query(
      `SELECT ${shown}, r.drill, r.restore, r.retention ${from} WHERE r.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async findings(id: string): Promise<RunFindings> {
    const [row]: RunFindings[] = await this.dataSource.query(
      'SELECT drill, restore, retention FROM backup_runs WHERE id = $1',
      [id],
    );
    return row ?? { drill: null, restore: null, retention: null };
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
    return this.dataSource.query(
      `SELECT ${shown} ${from} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
       ORDER BY r.id DESC LIMIT $${parameters.push(count)}`,
      parameters,
    );
  }

  /** What the node found out; what it did not say stays as it was. */
  async record(tx: Transaction, id: string, result: VaultResult): Promise<void> {
    const { backup, drill, restore, retention } = result;
    const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
    await tx.manager.query(
      `UPDATE backup_runs SET fault = $2, message = $3, snapshot_id = coalesce($4, snapshot_id),
         files_new = coalesce($5, files_new), files_changed = coalesce($6, files_changed),
         bytes_added = coalesce($7, bytes_added), bytes_processed = coalesce($8, bytes_processed),
         repository_bytes = coalesce($9, repository_bytes), drill = coalesce($10, drill),
         restore = coalesce($11, restore), retention = coalesce($12, retention)
       WHERE id = $1`,
      [
        id,
        result.fault,
        result.message,
        backup?.snapshotId ?? drill?.snapshotId,
        backup?.filesNew,
        backup?.filesChanged,
        backup?.bytesAdded,
        backup?.bytesProcessed,
        result.repositoryBytes,
        json(drill),
        json(restore),
        json(retention),
      ],
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
    const rows: unknown[] = await tx.manager.query(
      `${unfinished('QUEUED')} UNION ALL ${unfinished('RUNNING')} UNION ALL
       (SELECT id FROM backup_runs WHERE policy_id = $1 AND node_id = $2 AND kind = $3 AND scheduled_for = $4) LIMIT 1`,
      [policyId, nodeId, kind, scheduledFor],
    );
    return rows.length > 0;
  }

  /** Whether a run of the kind waits to begin. */
  async isAnyQueued(tx: Transaction, policyId: string, nodeId: string, kind: BackupRunKind): Promise<boolean> {
    const rows: unknown[] = await tx.manager.query(`${live('QUEUED')} LIMIT 1`, [policyId, nodeId, kind]);
    return rows.length > 0;
  }

  /** A policy's runs that no node has begun, oldest first. */
  async queuedOf(tx: Transaction, policyId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.manager.query(
      `SELECT r.id FROM backup_runs r JOIN executions e ON e.id = r.id
       WHERE r.policy_id = $1 AND e.status = 'QUEUED' ORDER BY r.id`,
      [policyId],
    );
    return rows.map(({ id }) => id);
  }
}

import { Injectable } from '@nestjs/common';
import type { BackupRunKind, BackupResult } from '@hyprbox/contracts';
import { ActivityLog } from '../../activity/activity-log.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { SnapshotsRepository } from '../targets/snapshots.repository.js';
import { TargetsRepository } from '../targets/targets.repository.js';
import { reasonOf } from '../orders/run-reason.js';
import { endedMessage, runNames } from './run-activity.js';
import { RunsRepository, type RunFindings, type RunRow } from './runs.repository.js';

export interface UnmadeRun {
  nodeId: string;
  kind: BackupRunKind;
  policyName: string;
  why: string;
}

/** Writes down what came of runs: for the run, for its target, and for the people who watch. */
@Injectable()
export class RunRecordsService {
  constructor(
    private readonly repository: RunsRepository,
    private readonly targets: TargetsRepository,
    private readonly snapshots: SnapshotsRepository,
    private readonly activity: ActivityLog,
  ) {}

  /** What the node found out, which is true however the run ended. */
  async found(
    tx: Transaction,
    { id, nodeId }: Execution,
    policyId: string,
    result: BackupResult,
    at: Date,
  ): Promise<void> {
    await this.repository.record(tx, id, result);
    if (result.repositoryBytes !== undefined) {
      await this.targets.noteRepositorySize(tx, policyId, nodeId, result.repositoryBytes);
    }
    if (result.snapshots) {
      const list = { snapshots: result.snapshots, leftOut: result.snapshotsLeftOut ?? 0 };
      await this.snapshots.replace(tx, policyId, nodeId, list, at);
    }
  }

  /** A run has ended. */
  async ended(tx: Transaction, run: RunRow & RunFindings, at: Date): Promise<void> {
    const { id, policyId, nodeId, kind, status } = run;
    // What was called off, and what was restored by hand, say nothing of the backups.
    if (status !== 'CANCELLED' && kind !== 'RESTORE') {
      await this.targets.noteEnd(tx, policyId, nodeId, kind, status === 'FAILED');
    }
    if (status === 'SUCCEEDED') await this.good(tx, run, at);
    const isDryRun = run.restoreTask?.dryRun === true;
    const message = endedMessage({ ...run, isDryRun, reason: reasonOf(run.executionReason, run.fault) });
    this.activity.append(tx, { nodeId, kind: 'backup', message, executionId: id });
  }

  /** A run that was due could not even be queued: its target is not well. */
  async unmade(tx: Transaction, policyId: string, run: UnmadeRun): Promise<void> {
    const { nodeId, kind, policyName, why } = run;
    await this.targets.noteEnd(tx, policyId, nodeId, kind, true);
    const message = `${runNames[kind]} of ${nodeId} (${policyName}) could not be queued: ${why}`;
    this.activity.append(tx, { nodeId, kind: 'backup', message });
  }

  /** What a good backup and a good drill say of their target; also when it is heard of late. */
  async good(
    tx: Transaction,
    { policyId, nodeId, kind, snapshotId, drill, startedAt }: RunRow & RunFindings,
    at: Date,
  ): Promise<void> {
    if (kind === 'BACKUP' && snapshotId !== null) {
      // What changed after it had begun may not be in it.
      await this.targets.noteGoodBackup(tx, policyId, nodeId, startedAt ?? at, snapshotId);
    }
    if (kind === 'DRILL' && drill) {
      const { restoreSeconds, bytesRestored: restoredBytes } = drill;
      await this.targets.noteProof(tx, policyId, nodeId, { at, restoreSeconds, restoredBytes });
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { BackupResult } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock } from '../../time/clock.js';
import { RunFollowUpsService } from './run-follow-ups.service.js';
import { RunRecordsService } from './run-records.service.js';
import { RunsRepository, type RunRow } from './runs.repository.js';

/** What happens when a run comes to its end. */
@Injectable()
export class RunEndsService {
  constructor(
    private readonly repository: RunsRepository,
    private readonly records: RunRecordsService,
    private readonly followUps: RunFollowUpsService,
    private readonly nodes: NodesService,
    private readonly clock: Clock,
  ) {}

  /** What the node found out, before the end is taken. */
  async found(tx: Transaction, execution: Execution, result: BackupResult): Promise<void> {
    // The node before its target, as everywhere, so that no two transactions wait for each other.
    await this.nodes.lockSharedIfPresent(tx, execution.nodeId);
    const run = await this.repository.read(tx, execution.id);
    if (run) await this.records.found(tx, execution, run.policyId, result, this.clock.now());
  }

  async ended(tx: Transaction, execution: Execution): Promise<void> {
    const run = await this.repository.read(tx, execution.id);
    if (!run) return;
    await this.records.ended(tx, run, this.clock.now());
    const { policyId, nodeId, kind, status } = run;
    if (mayHaveLeftMore(run)) await this.followUps.queueSnapshotList(tx, policyId, nodeId);
    if (kind === 'BACKUP' && status === 'SUCCEEDED') await this.followUps.queueRetention(tx, policyId, nodeId);
  }

  /** A run that had been given up had been cut short before: its node is back, and may say what is there now. */
  async turnedOutCutShort(tx: Transaction, execution: Execution): Promise<void> {
    const run = await this.repository.read(tx, execution.id);
    if (run && changesSnapshots(run)) await this.followUps.queueSnapshotList(tx, run.policyId, run.nodeId);
  }

  /** A run that had been given up did its work after all. It stays failed, but its snapshot and its proof are there. */
  async turnedOutGood(tx: Transaction, execution: Execution): Promise<void> {
    const run = await this.repository.read(tx, execution.id);
    if (run) await this.records.good(tx, run, this.clock.now());
  }
}

/** Cut short, it could not say any more what snapshots there are now. */
function mayHaveLeftMore(run: RunRow): boolean {
  const reason = run.executionReason;
  return (reason === 'INTERRUPTED' || reason === 'CANCELLED' || reason === 'TIMEOUT') && changesSnapshots(run);
}

function changesSnapshots({ kind, startedAt }: RunRow): boolean {
  return startedAt !== null && (kind === 'BACKUP' || kind === 'PRUNE');
}

import { Injectable } from '@nestjs/common';
import type { VaultResult } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock } from '../../time/clock.js';
import { Retention } from './retention.service.js';
import { RunRecords } from './run-records.js';
import { RunsRepository } from './runs.repository.js';

/** What happens when a run comes to its end. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly repository: RunsRepository,
    private readonly records: RunRecords,
    private readonly retention: Retention,
    private readonly nodes: NodesService,
    private readonly clock: Clock,
  ) {}

  /** What the node found out, before the end is taken. */
  async found(tx: Transaction, execution: Execution, result: VaultResult): Promise<void> {
    // The node before its target, as everywhere, so that no two transactions wait for each other.
    await this.nodes.holdIfThere(tx, execution.nodeId);
    const run = await this.repository.read(tx, execution.id);
    if (run) await this.records.found(tx, execution, run.policyId, result, this.clock.now());
  }

  async ended(tx: Transaction, execution: Execution): Promise<void> {
    const run = await this.repository.read(tx, execution.id);
    if (!run) return;
    await this.records.ended(tx, run, this.clock.now());
    const { policyId, nodeId, kind, status } = run;
    if (kind !== 'BACKUP' || status !== 'SUCCEEDED' || !(await this.nodes.holdIfThere(tx, nodeId))) return;
    await this.retention.follow(tx, policyId, nodeId);
  }

  /** A run that had been given up did its work after all. It stays failed, but its snapshot and its proof are there. */
  async turnedOutGood(tx: Transaction, execution: Execution): Promise<void> {
    const run = await this.repository.read(tx, execution.id);
    if (run) await this.records.good(tx, run, this.clock.now());
  }
}

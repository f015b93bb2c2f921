import { Injectable } from '@nestjs/common';
import type { BackupResult } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { SnapshotsRepository } from '../targets/snapshots.repository.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock } from '../../time/clock.js';
import { QueriesRepository } from './queries.repository.js';

/** Keeps what a node answered. */
@Injectable()
export class QueryAnswersService {
  constructor(
    private readonly repository: QueriesRepository,
    private readonly snapshots: SnapshotsRepository,
    private readonly nodes: NodesService,
    private readonly clock: Clock,
  ) {}

  async found(tx: Transaction, { id, nodeId }: Execution, result: BackupResult): Promise<void> {
    // The node before its target, as everywhere, so that no two transactions wait for each other.
    await this.nodes.lockSharedIfPresent(tx, nodeId);
    const policyId = await this.repository.policyOf(tx, id);
    if (policyId === null) return;
    const now = this.clock.now();
    if (result.snapshots) {
      const list = { snapshots: result.snapshots, leftOut: result.snapshotsLeftOut ?? 0 };
      await this.snapshots.replace(tx, policyId, nodeId, list, now);
    }
    const answer = result.tree ?? result.matches ?? result.difference ?? null;
    await this.repository.answer(tx, id, now, { answer, fault: result.fault, message: result.message });
  }
}

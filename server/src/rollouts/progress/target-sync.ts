import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { JobBatches } from '../../jobs/job-batches.js';
import type { OpenRollout } from './open-rollout.js';
import { TargetProgressRepository, type MovedOn, type TargetChange } from './target-progress.repository.js';
import { targetOf } from './target-state.js';

/** Brings what is known of a rollout's hosts up to how their jobs and the hosts themselves are. */
@Injectable()
export class TargetSync {
  constructor(
    private readonly targets: TargetProgressRepository,
    private readonly jobs: JobBatches,
  ) {}

  /** @returns whether anything was news */
  async run(tx: Transaction, { id, state }: OpenRollout): Promise<boolean> {
    const moved = await this.targets.movedOn(tx, id);
    const changes = moved.map((each) => changeOf(each, state === 'ABORTED'));
    if (changes.length > 0) await this.targets.change(tx, id, changes);
    return changes.length > 0;
  }

  /**
   * Passes over hosts that were taken out of the fleet, and takes back the jobs of those that went away before they began:
   * they would run whenever the host returns.
   *
   * @returns whether anything was news
   */
  async settleHosts(tx: Transaction, rollout: OpenRollout): Promise<boolean> {
    const skipped = await this.targets.skipDecommissioned(tx, rollout.id);
    const wasTakenBack = await this.takeBack(tx, rollout);
    return skipped > 0 || wasTakenBack;
  }

  private async takeBack(tx: Transaction, { id, whenOffline }: OpenRollout): Promise<boolean> {
    const unclaimed = await this.targets.unclaimed(tx, id);
    if (unclaimed.length === 0) return false;
    const { calledOff } = await this.jobs.cancel(
      tx,
      unclaimed.map(({ jobId }) => jobId),
    );
    const nodeIds = calledOff.map(({ nodeId }) => nodeId);
    if (whenOffline === 'WAIT') {
      await this.targets.takeBack(tx, id, nodeIds);
    } else {
      const finishedAt = await tx.now();
      const state = whenOffline === 'SKIP' ? ('SKIPPED' as const) : ('FAILED' as const);
      const end = { state, reason: 'OFFLINE' as const, exitCode: null, startedAt: null, finishedAt };
      await this.targets.change(
        tx,
        id,
        nodeIds.map((nodeId) => ({ nodeId, ...end })),
      );
    }
    return nodeIds.length > 0;
  }
}

function changeOf(moved: MovedOn, isAborted: boolean): TargetChange {
  const { nodeId, exitCode, startedAt, finishedAt, isDecommissioned } = moved;
  return { nodeId, exitCode, startedAt, finishedAt, ...targetOf(moved, { isDecommissioned, isAborted }) };
}

import { Injectable } from '@nestjs/common';
import type { RolloutReason } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { JobBatches } from '../../jobs/job-batches.js';
import type { OpenRollout, RolloutChanges as Changes } from './open-rollout.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { endOf } from './rollout-end.js';
import { countsOf } from './target-counts.js';
import { TargetProgressRepository } from './target-progress.repository.js';
import { WaveGatesRepository } from './wave-gates.repository.js';

/** What a change of a rollout's state does to its jobs. The rollout's row is locked. */
@Injectable()
export class RolloutChanges {
  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly targets: TargetProgressRepository,
    private readonly checks: WaveGatesRepository,
    private readonly executions: ExecutionsService,
    private readonly jobs: JobBatches,
  ) {}

  async change(tx: Transaction, rollout: OpenRollout, changes: Changes): Promise<void> {
    await this.rollouts.change(tx, rollout.id, changes);
    Object.assign(rollout, changes);
    tx.publishAfterCommit({ topic: 'rollout', id: rollout.id });
  }

  /** Stops a rollout that can't go on by itself. */
  async stop(
    tx: Transaction,
    rollout: OpenRollout,
    state: 'PAUSED' | 'HALTED',
    reason: RolloutReason,
    detail: string | null,
  ): Promise<void> {
    await this.hold(tx, rollout);
    await this.change(tx, rollout, { state, reason, detail });
  }

  /** Nothing new starts: not what is to come, and not what is queued already. What runs goes on. */
  async hold(tx: Transaction, { id }: OpenRollout): Promise<void> {
    const queued = await this.targets.queuedJobs(tx, id, false);
    await this.executions.suspend(tx, [...(await this.executions.lockQueued(tx, queued))]);
  }

  /** What is queued may start again. */
  async release(tx: Transaction, { id }: OpenRollout): Promise<void> {
    const held = await this.targets.queuedJobs(tx, id, true);
    await this.executions.resume(tx, [...(await this.executions.lockQueued(tx, held))]);
  }

  /** The gates of its wave have their whole time again. */
  async restartGates(tx: Transaction, { id, wave }: OpenRollout): Promise<void> {
    await this.rollouts.changeWave(tx, id, wave, { gatesSince: null });
  }

  /**
   * Ends a rollout before its time: what is queued is called off, and what runs is asked to end. It is over once that has
   * ended, which may have to be asked for again.
   */
  async abort(
    tx: Transaction,
    rollout: OpenRollout,
    state: 'ABORTED' | 'EXPIRED',
    reason: RolloutReason,
    detail: string | null,
  ): Promise<void> {
    await this.targets.cancelUnstarted(tx, rollout.id);
    await this.cancelJobs(tx, rollout);
    await this.change(tx, rollout, { state, reason, detail });
    await this.endIfOver(tx, rollout);
  }

  /** Once no host is left that may start or runs, a rollout has come to what its hosts have come to. */
  async endIfOver(tx: Transaction, rollout: OpenRollout): Promise<void> {
    const counts = countsOf(await this.targets.counts(tx, rollout.id));
    const end = endOf(counts);
    if (end === null) return;
    const finishedAt = await tx.now();
    const isCutShort = rollout.state === 'ABORTED' || rollout.state === 'EXPIRED';
    await this.change(
      tx,
      rollout,
      isCutShort
        ? { finishedAt, finalCounts: counts }
        : { state: end, reason: null, detail: null, finishedAt, finalCounts: counts },
    );
    await this.rollouts.changeWave(tx, rollout.id, rollout.wave, { endedAt: finishedAt, finishedAt });
  }

  /** @returns whether there was anything to cancel */
  async cancelJobs(tx: Transaction, { id }: OpenRollout): Promise<boolean> {
    const jobs = await this.targets.jobs(tx, id);
    const { calledOff, asked } = await this.jobs.cancel(tx, [...jobs, ...(await this.checks.openChecks(tx, id))]);
    return calledOff.length + asked.length > 0;
  }
}

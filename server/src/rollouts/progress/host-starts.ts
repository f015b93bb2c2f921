import { Injectable } from '@nestjs/common';
import { adHocPreset, type Selector } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import { JobBatches } from '../../jobs/job-batches.js';
import { roomIn } from './budget.js';
import type { OpenRollout } from './open-rollout.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { countsOf } from './target-counts.js';
import { TargetProgressRepository } from './target-progress.repository.js';
import { TargetStartsRepository } from './target-starts.repository.js';

/** Starts the hosts whose turn has come, as far as the budget goes. */
@Injectable()
export class HostStarts {
  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly targets: TargetProgressRepository,
    private readonly starts: TargetStartsRepository,
    private readonly jobs: JobBatches,
  ) {}

  /**
   * @param maintenance the hosts that are under maintenance
   * @returns whether anything changed
   */
  async start(tx: Transaction, rollout: OpenRollout, maintenance: readonly Selector[]): Promise<boolean> {
    const passed = await this.passAway(tx, rollout);
    const waiting = await this.starts.markWaiting(tx, rollout, maintenance);
    const started = await this.queue(tx, rollout, maintenance);
    const expired = await this.starts.expire(tx, rollout, maintenance);
    return passed + waiting + started + expired > 0;
  }

  /** What is to be done about hosts that are away where they are not waited for. */
  private async passAway(tx: Transaction, rollout: OpenRollout): Promise<number> {
    switch (rollout.whenOffline) {
      case 'WAIT':
        return 0;
      case 'SKIP':
        return this.starts.skipAway(tx, rollout);
      case 'FAIL':
        return this.starts.failAway(tx, rollout, await this.room(tx, rollout));
    }
  }

  private async queue(tx: Transaction, rollout: OpenRollout, maintenance: readonly Selector[]): Promise<number> {
    const room = await this.room(tx, rollout);
    const nodeIds = room > 0 ? await this.starts.lockStartable(tx, rollout, maintenance, room) : [];
    if (nodeIds.length === 0) return 0;
    const { preset, presetVersion, script, scriptSha256, ...work } = await this.rollouts.frozen(tx, rollout.id);
    const queued = await this.jobs.insert(
      tx,
      {
        preset: preset ?? adHocPreset,
        rendered: { script, sha256: scriptSha256, version: presetVersion ?? 0, secretRefs: work.secretRefs },
        variables: work.variables,
        timeoutSeconds: work.timeoutSeconds,
        expiresAt: new Date((await tx.now()).getTime() + rollout.waitSeconds * 1000),
        isTest: false,
        ...ordererOf(rollout),
      },
      nodeIds,
    );
    await this.starts.setQueued(tx, rollout, queued);
    return queued.length;
  }

  private async room(tx: Transaction, { id, budgetHosts }: OpenRollout): Promise<number> {
    return roomIn(budgetHosts, countsOf(await this.targets.counts(tx, id)));
  }
}

/** For whom the jobs of a rollout are run. */
export function ordererOf({ id, createdBy, createdByName }: OpenRollout): {
  rolloutId: string;
  createdBy: string | null;
  orderedBy: string;
} {
  return { rolloutId: id, createdBy, orderedBy: createdByName ?? 'HyprBox' };
}

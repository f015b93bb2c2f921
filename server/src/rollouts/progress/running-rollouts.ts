import { Injectable } from '@nestjs/common';
import type { WindowStanding } from '../../alerts/windows/window-times.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { failedIn, isUsedUp } from './budget.js';
import { HostStarts } from './host-starts.js';
import type { OpenRollout } from './open-rollout.js';
import { RolloutChanges } from './rollout-changes.js';
import { RolloutWaves } from './rollout-waves.js';
import { RolloutWindows } from './rollout-windows.js';
import { countsOf } from './target-counts.js';
import { TargetProgressRepository } from './target-progress.repository.js';

/** What a rollout does that runs: it starts what it may, and goes on to the next wave where this one allows it. */
@Injectable()
export class RunningRollouts {
  constructor(
    private readonly targets: TargetProgressRepository,
    private readonly starts: HostStarts,
    private readonly waves: RolloutWaves,
    private readonly windows: RolloutWindows,
    private readonly changes: RolloutChanges,
  ) {}

  async run(tx: Transaction, rollout: OpenRollout): Promise<void> {
    const window = await this.windows.standing(tx, rollout);
    if (window && !window.isOpen) return this.waitFor(tx, rollout, window);
    // What was held back while it was paused or its window was shut.
    await this.changes.release(tx, rollout);
    if (rollout.reason === 'WINDOW') await this.changes.change(tx, rollout, { reason: null, detail: null });
    const maintenance = await this.windows.maintenance(tx, rollout);
    do {
      if (await this.starts.start(tx, rollout, maintenance)) {
        tx.publishAfterCommit({ topic: 'rollout', id: rollout.id });
      }
    } while (await this.goOn(tx, rollout));
  }

  /** @returns whether another wave has begun, whose hosts may start at once */
  private async goOn(tx: Transaction, rollout: OpenRollout): Promise<boolean> {
    const perWave = await this.targets.counts(tx, rollout.id);
    const counts = countsOf(perWave);
    if (isUsedUp(rollout.budgetHosts, counts)) {
      const detail = `${failedIn(counts)} of ${rollout.targets} hosts failed or were lost; the budget is ${rollout.budgetHosts}.`;
      await this.changes.stop(tx, rollout, 'HALTED', 'BUDGET', detail);
      return false;
    }
    return this.waves.goOn(tx, rollout, countsOf(perWave.filter(({ wave }) => wave === rollout.wave)));
  }

  /** Also what is queued waits until the window opens. */
  private async waitFor(tx: Transaction, rollout: OpenRollout, { opensAt }: WindowStanding): Promise<void> {
    if (opensAt === null) {
      const detail = 'Its maintenance window does not open any more. Abort it, and start another one.';
      return this.changes.stop(tx, rollout, 'HALTED', 'WINDOW', detail);
    }
    await this.changes.hold(tx, rollout);
    const detail = `Its maintenance window opens at ${opensAt.toISOString()}.`;
    if (rollout.reason !== 'WINDOW' || rollout.detail !== detail) {
      await this.changes.change(tx, rollout, { reason: 'WINDOW', detail });
    }
  }
}

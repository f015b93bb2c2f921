import { Injectable } from '@nestjs/common';
import type { ResumeRollout } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import { budgetHosts } from '../planning/budget-hosts.js';
import { failedIn, isUsedUp } from '../progress/budget.js';
import type { OpenRollout } from '../progress/open-rollout.js';
import { RolloutChanges } from '../progress/rollout-changes.js';
import { countsOf, underWayIn, type TargetCounts } from '../progress/target-counts.js';
import { TargetProgressRepository } from '../progress/target-progress.repository.js';
import { BudgetTooSmall, BudgetUsedUp, WrongRolloutState } from './rollout-control.errors.js';

/** Lets a rollout go on that was paused or halted. */
@Injectable()
export class RolloutResuming {
  constructor(
    private readonly targets: TargetProgressRepository,
    private readonly changes: RolloutChanges,
  ) {}

  /** @returns whether this is what let it go on */
  async resume(tx: Transaction, rollout: OpenRollout, budget: ResumeRollout['budget']): Promise<boolean> {
    switch (rollout.state) {
      case 'SCHEDULED':
      case 'RUNNING':
        if (budget !== undefined)
          throw new WrongRolloutState(rollout.state, 'be given another budget before it is paused');
        return false;
      case 'PAUSED':
      case 'HALTED':
        await this.goOn(tx, rollout, budget);
        return true;
      case 'AWAITING_APPROVAL':
      case 'SUCCEEDED':
      case 'PARTIAL':
      case 'FAILED':
      case 'ABORTED':
      case 'EXPIRED':
        throw new WrongRolloutState(rollout.state, 'be resumed');
    }
  }

  private async goOn(tx: Transaction, rollout: OpenRollout, budget: ResumeRollout['budget']): Promise<void> {
    const counts = countsOf(await this.targets.counts(tx, rollout.id));
    const given =
      budget === undefined ? {} : { budget: String(budget), budgetHosts: budgetHosts(budget, rollout.targets) };
    checkBudget(given.budgetHosts ?? rollout.budgetHosts, counts);
    const confirmedWave = isAtGate(rollout) ? rollout.wave + 1 : rollout.confirmedWave;
    await this.changes.restartGates(tx, rollout);
    // One that has not begun begins when its time comes.
    const state = rollout.startedAt === null ? ('SCHEDULED' as const) : ('RUNNING' as const);
    await this.changes.change(tx, rollout, { ...given, state, reason: null, detail: null, confirmedWave });
  }
}

function checkBudget(hosts: number, counts: TargetCounts): void {
  const used = underWayIn(counts) + failedIn(counts);
  if (isUsedUp(hosts, counts)) throw new BudgetUsedUp(failedIn(counts), hosts);
  if (hosts < used) throw new BudgetTooSmall(used);
}

function isAtGate({ reason }: OpenRollout): boolean {
  switch (reason) {
    case 'CONFIRM':
    case 'GATE_HEARTBEAT':
    case 'GATE_CRITICAL':
    case 'GATE_CHECK':
      return true;
    case 'BY_USER':
    case 'BUDGET':
    case 'WINDOW':
    case 'REJECTED':
    case 'NOT_APPROVED':
    case 'REPLACED':
    case null:
      return false;
  }
}

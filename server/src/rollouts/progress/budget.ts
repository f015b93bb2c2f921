import { leftIn, underWayIn, type TargetCounts } from './target-counts.js';

/** Hosts that are gone for the rollout: they take up the budget for good. */
export function failedIn(counts: TargetCounts): number {
  return counts.FAILED + counts.LOST;
}

/** How many more hosts may be started, or be counted as failed. A queued host may run at any moment, so it counts as running. */
export function roomIn(budgetHosts: number, counts: TargetCounts): number {
  return Math.max(0, budgetHosts - underWayIn(counts) - failedIn(counts));
}

/** Whether hosts are left that will never start within this budget. */
export function isUsedUp(budgetHosts: number, counts: TargetCounts): boolean {
  return leftIn(counts) > 0 && failedIn(counts) >= budgetHosts;
}

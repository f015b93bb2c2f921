import { targetStates, type TargetState } from '@hyprbox/contracts';

/** How many hosts are in each state. */
export type TargetCounts = Readonly<Record<TargetState, number>>;

export function countsOf(rows: readonly { state: TargetState; count: number }[]): TargetCounts {
  const counts = Object.fromEntries(targetStates.map((state) => [state, 0])) as Record<TargetState, number>; // of all states
  for (const { state, count } of rows) counts[state] += count;
  return counts;
}

/** Those that have not been started and may still be. */
export function leftIn(counts: TargetCounts): number {
  return counts.PENDING + counts.WAITING_HOST;
}

/** Those that have a job which is not over. */
export function underWayIn(counts: TargetCounts): number {
  return counts.QUEUED + counts.RUNNING;
}

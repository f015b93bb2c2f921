import type { RolloutTarget, TargetState } from '@hyprbox/contracts';

/** What needs a look first. */
export const targetStatesByNeed: readonly TargetState[] = [
  'FAILED',
  'LOST',
  'EXPIRED',
  'CANCELLED',
  'SKIPPED',
  'WAITING_HOST',
  'RUNNING',
  'QUEUED',
  'PENDING',
  'SUCCEEDED',
];

/** Those that went wrong first; within one state in the order that they came in. */
export function failuresFirst(targets: readonly RolloutTarget[]): RolloutTarget[] {
  const byState = new Map<TargetState, RolloutTarget[]>(targetStatesByNeed.map((state) => [state, []]));
  for (const target of targets) byState.get(target.state)?.push(target);
  return [...byState.values()].flat();
}

/** In the order that they had before; those that are new come last, failures first. */
export function inOrderOf(before: readonly RolloutTarget[], targets: readonly RolloutTarget[]): RolloutTarget[] {
  const byId = new Map(targets.map((target) => [target.nodeId, target]));
  const kept = before.flatMap(({ nodeId }) => byId.get(nodeId) ?? []);
  const known = new Set(kept);
  return [...kept, ...failuresFirst(targets.filter((target) => !known.has(target)))];
}

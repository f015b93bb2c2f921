import { isRolloutOver } from '@hyprbox/contracts';
import type {
  RolloutCounts,
  RolloutReason,
  RolloutState,
  RolloutSummary,
  RolloutTarget,
  TargetReason,
  TargetState,
} from '@hyprbox/contracts';
import { localTime } from '../../output/local-time.js';
import type { Style } from '../../output/palette.js';

export const rolloutStateStyles: Readonly<Record<RolloutState, Style | undefined>> = {
  AWAITING_APPROVAL: 'yellow',
  SCHEDULED: undefined,
  RUNNING: 'bold',
  PAUSED: 'yellow',
  HALTED: 'red',
  SUCCEEDED: 'green',
  PARTIAL: 'yellow',
  FAILED: 'red',
  ABORTED: 'dim',
  EXPIRED: 'dim',
};

export const targetStateStyles: Readonly<Record<TargetState, Style | undefined>> = {
  PENDING: 'dim',
  WAITING_HOST: 'yellow',
  QUEUED: undefined,
  RUNNING: 'bold',
  SUCCEEDED: 'green',
  FAILED: 'red',
  LOST: 'red',
  SKIPPED: 'yellow',
  EXPIRED: 'yellow',
  CANCELLED: 'dim',
};

/** Why a rollout is where it is, where its state does not say. */
const reasons: Readonly<Record<RolloutReason, string>> = {
  BY_USER: 'by hand',
  BUDGET: 'its budget is used up',
  GATE_HEARTBEAT: 'a host of the wave has not been heard since',
  GATE_CRITICAL: 'a critical alert fired on one of its hosts',
  GATE_CHECK: 'a check failed on a host of the wave',
  CONFIRM: 'the next wave begins when somebody resumes it',
  WINDOW: 'its maintenance window is not open',
  REJECTED: 'its approval was rejected',
  NOT_APPROVED: 'nobody approved it in time',
  REPLACED: 'a newer run of its schedule took its place',
};

/** Null where there is nothing to say. */
export function reasonText({ reason, detail }: Pick<RolloutSummary, 'reason' | 'detail'>): string | null {
  const words = reason === null ? null : reasons[reason];
  if (words === null || detail === null) return words ?? detail;
  return `${words} (${detail.replace(/\.$/, '')})`;
}

const targetReasons: Readonly<Record<TargetReason, string>> = {
  OFFLINE: 'it is offline',
  MAINTENANCE: 'it is under maintenance',
  DECOMMISSIONED: 'it was decommissioned',
  EXIT_CODE: 'exit code',
  TIMEOUT: 'it ran out of time',
  CANCELLED: 'its job was cancelled',
  AGENT_LOST: 'its agent was lost',
  INTERRUPTED: 'its agent was interrupted',
  ABORTED: 'the rollout was aborted',
};

/** `exit code 2`, `it is offline, waited for until 14:05`; empty where the state says it all. */
export function targetText(
  { state, reason, exitCode, waitUntil }: Pick<RolloutTarget, 'state' | 'reason' | 'exitCode' | 'waitUntil'>,
  now: Date,
): string {
  const why = reason === 'EXIT_CODE' ? `exit code ${exitCode ?? 'unknown'}` : reason && targetReasons[reason];
  const until = state === 'WAITING_HOST' && waitUntil !== null ? `waited for until ${localTime(waitUntil, now)}` : null;
  return [why, until].filter((part) => part !== null).join(', ');
}

const countNames: readonly (readonly [count: keyof RolloutCounts, words: string])[] = [
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['lost', 'lost'],
  ['running', 'running'],
  ['queued', 'queued'],
  ['waiting', 'waited for'],
  ['pending', 'to come'],
  ['skipped', 'skipped'],
  ['expired', 'expired'],
  ['cancelled', 'cancelled'],
];

/** `45 succeeded, 2 failed, 5 running`: what there is of each, without what there is none of. */
export function countsText(counts: RolloutCounts): string {
  const parts = countNames.flatMap(([count, words]) => (counts[count] > 0 ? [`${counts[count]} ${words}`] : []));
  return parts.length === 0 ? 'no host' : parts.join(', ');
}

/** How many hosts have ended, however. */
export function endedOf({ succeeded, failed, lost, skipped, expired, cancelled }: RolloutCounts): number {
  return succeeded + failed + lost + skipped + expired + cancelled;
}

/** `wave 2 of 3`; before the first, how many there are. */
export function waveText({ wave, waveCount }: Pick<RolloutSummary, 'wave' | 'waveCount'>): string {
  return wave === 0 ? `${waveCount} wave${waveCount === 1 ? '' : 's'}` : `wave ${wave} of ${waveCount}`;
}

/** What a person may do about a rollout that does not go on by itself; null where there is nothing to do. */
export function nextStep({ id, state, reason, approvalId, counts }: RolloutSummary): string | null {
  if (state === 'AWAITING_APPROVAL') return approvalId && `hyprbox approval show ${approvalId}`;
  if (state === 'PAUSED') return `hyprbox rollout resume ${id}`;
  if (state === 'HALTED') return `hyprbox rollout resume ${id}${reason === 'BUDGET' ? ' --budget N' : ''}`;
  const isRetriable = isRolloutOver(state) && counts.failed + counts.lost + counts.skipped > 0;
  return isRetriable ? `hyprbox rollout retry ${id}` : null;
}

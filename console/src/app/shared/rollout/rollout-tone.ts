import type { RolloutState, TargetState } from '@hyprbox/contracts';

/** The status whose colours something has; what is quiet has none of its own. */
export type Tone = 'SUCCEEDED' | 'FAILED' | 'RUNNING' | 'WARNING' | 'QUIET';

export const rolloutTone: Readonly<Record<RolloutState, Tone>> = {
  AWAITING_APPROVAL: 'WARNING',
  SCHEDULED: 'QUIET',
  RUNNING: 'RUNNING',
  PAUSED: 'WARNING',
  HALTED: 'FAILED',
  SUCCEEDED: 'SUCCEEDED',
  PARTIAL: 'WARNING',
  FAILED: 'FAILED',
  ABORTED: 'QUIET',
  EXPIRED: 'QUIET',
};

export const targetTone: Readonly<Record<TargetState, Tone>> = {
  PENDING: 'QUIET',
  WAITING_HOST: 'WARNING',
  QUEUED: 'RUNNING',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  LOST: 'FAILED',
  SKIPPED: 'QUIET',
  EXPIRED: 'WARNING',
  CANCELLED: 'QUIET',
};

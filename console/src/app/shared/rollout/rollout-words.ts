import type {
  OfflineAction,
  RolloutReason,
  RolloutState,
  RolloutSummary,
  TargetReason,
  TargetState,
} from '@hyprbox/contracts';
import { isOwnScript, ownScriptWords } from './own-script';

export const rolloutStateWords: Readonly<Record<RolloutState, string>> = {
  AWAITING_APPROVAL: 'Awaiting approval',
  SCHEDULED: 'Scheduled',
  RUNNING: 'Running',
  PAUSED: 'Paused',
  HALTED: 'Halted',
  SUCCEEDED: 'Succeeded',
  PARTIAL: 'Partly succeeded',
  FAILED: 'Failed',
  ABORTED: 'Aborted',
  EXPIRED: 'Expired',
};

export const targetStateWords: Readonly<Record<TargetState, string>> = {
  PENDING: 'Not started',
  WAITING_HOST: 'Waiting for the host',
  QUEUED: 'Queued',
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  LOST: 'Lost',
  SKIPPED: 'Left out',
  EXPIRED: 'Expired',
  CANCELLED: 'Cancelled',
};

export const offlineActionWords: Readonly<Record<OfflineAction, string>> = {
  WAIT: 'Wait for it',
  SKIP: 'Leave it out',
  FAIL: 'Count it as failed',
};

const targetReasonWords: Readonly<Record<TargetReason, string>> = {
  OFFLINE: 'not connected',
  MAINTENANCE: 'under maintenance',
  DECOMMISSIONED: 'decommissioned',
  EXIT_CODE: 'exit code',
  TIMEOUT: 'time limit',
  CANCELLED: 'cancelled',
  AGENT_LOST: 'went silent while it ran',
  INTERRUPTED: 'its agent stopped',
  ABORTED: 'the rollout was aborted',
};

/** Why a host is as it is: "exit code 3", "not connected"; empty where nothing is to be said. */
export function targetReason(reason: TargetReason | null, exitCode: number | null): string {
  if (reason === null) return '';
  if (reason === 'EXIT_CODE' && exitCode !== null) return `exit code ${exitCode}`;
  return targetReasonWords[reason];
}

/** Why a rollout stands still or ended as it did, and what can be done about it; null where its state says all. */
export function rolloutReason(reason: RolloutReason | null): string | null {
  switch (reason) {
    case null:
      return null;
    case 'BY_USER':
      return 'By hand.';
    case 'BUDGET':
      return 'Failed and lost hosts have used up the budget: nothing more starts. Raise the budget to go on, or abort it.';
    case 'GATE_HEARTBEAT':
      return 'A host of the last wave has not been heard since its job ended.';
    case 'GATE_CRITICAL':
      return 'A critical alert has fired on a host since it began.';
    case 'GATE_CHECK':
      return 'The check did not succeed on a host of the last wave.';
    case 'CONFIRM':
      return 'The next wave starts when somebody says so.';
    case 'WINDOW':
      return 'Its maintenance window is not open.';
    case 'REJECTED':
      return 'It was not approved.';
    case 'NOT_APPROVED':
      return 'Nobody approved it in time.';
    case 'REPLACED':
      return 'A newer run of its schedule took its place.';
  }
}

/** What it runs: the preset's name and version, or that it is a script of one's own. */
export function rolloutSubject({ preset, presetVersion }: Pick<RolloutSummary, 'preset' | 'presetVersion'>): string {
  return isOwnScript(preset) ? ownScriptWords : `${preset} v${presetVersion ?? '?'}`;
}

import type { RolloutSummary } from '@hyprbox/contracts';
import { exitCodes } from '../../exit-codes.js';
import { countsText, reasonText } from './rollout-text.js';

/** The exit code that stands for what became of a rollout. */
export function exitCodeOfRollout({ state }: Pick<RolloutSummary, 'state'>): number {
  switch (state) {
    case 'SUCCEEDED':
      return exitCodes.ok;
    case 'PARTIAL':
      return exitCodes.partial;
    case 'FAILED':
      return exitCodes.failure;
    case 'ABORTED':
    case 'EXPIRED':
      return exitCodes.cancelled;
    case 'HALTED':
    case 'PAUSED':
    case 'AWAITING_APPROVAL':
    case 'SCHEDULED':
    case 'RUNNING':
      return exitCodes.halted;
  }
}

/** `nginx-site is PARTIAL: 45 succeeded, 2 failed` */
export function describeRollout(rollout: RolloutSummary): string {
  const why = reasonText(rollout);
  return `${rollout.name} is ${rollout.state}: ${countsText(rollout.counts)}${why === null ? '' : `; ${why}`}.`;
}

import type { RolloutTarget } from '@hyprbox/contracts';
import { targetReason, targetStateWords } from '../../shared/rollout/rollout-words';

/** "web-17: Failed, exit code 3". */
export function squareWords({ nodeId, state, reason, exitCode }: RolloutTarget): string {
  const why = targetReason(reason, exitCode);
  return `${nodeId}: ${targetStateWords[state]}${why === '' ? '' : `, ${why}`}`;
}

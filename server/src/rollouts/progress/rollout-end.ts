import { targetStates } from '@hyprbox/contracts';
import { leftIn, underWayIn, type TargetCounts } from './target-counts.js';

/** What a rollout has come to once all its hosts are over; null before. */
export function endOf(counts: TargetCounts): 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | null {
  if (leftIn(counts) > 0 || underWayIn(counts) > 0) return null;
  if (counts.SUCCEEDED === 0) return 'FAILED';
  const all = targetStates.reduce((sum, state) => sum + counts[state], 0);
  return counts.SUCCEEDED === all ? 'SUCCEEDED' : 'PARTIAL';
}

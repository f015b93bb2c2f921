import { underWayIn, type TargetCounts } from './target-counts.js';

/** The wave that a rollout is at. */
export interface WaveStanding {
  counts: TargetCounts;
  soakSeconds: number;
  /** When its hosts were found to have ended; null before. */
  endedAt: Date | null;
}

/** What is to be done about a wave: wait for its hosts, wait for its soak to be over, or ask its gates. */
export type WaveStep = { wait: 'HOSTS' | 'SOAK' | 'GATES' };

/**
 * Whether a wave has shown what it was to show. Hosts that are away or under maintenance are not waited for once another
 * one of the wave has succeeded; a wave that none has gone through holds up the next one.
 */
export function hasEnded(counts: TargetCounts): boolean {
  if (counts.PENDING > 0 || underWayIn(counts) > 0) return false;
  return counts.WAITING_HOST === 0 || counts.SUCCEEDED > 0;
}

/** @param now not before the wave's end */
export function waveStep({ counts, soakSeconds, endedAt }: WaveStanding, now: Date): WaveStep {
  if (endedAt === null && !hasEnded(counts)) return { wait: 'HOSTS' };
  const soakedAt = (endedAt ?? now).getTime() + soakSeconds * 1000;
  return soakedAt > now.getTime() ? { wait: 'SOAK' } : { wait: 'GATES' };
}

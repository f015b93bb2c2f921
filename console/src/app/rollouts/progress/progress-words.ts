import type { RolloutCounts } from '@hyprbox/contracts';
import { formatCount } from '../../shared/figures/format';

/** "120 of 200 succeeded, 3 failed, 12 running, 65 to go". */
export function progressWords(counts: RolloutCounts, targets: number): string {
  const part = (count: number, word: string): string[] => (count > 0 ? [`${formatCount(count)} ${word}`] : []);
  return [
    `${formatCount(counts.succeeded)} of ${formatCount(targets)} succeeded`,
    ...part(counts.failed, 'failed'),
    ...part(counts.lost, 'lost'),
    ...part(counts.running, 'running'),
    ...part(counts.skipped + counts.expired + counts.cancelled, 'not run on'),
    ...part(counts.pending + counts.waiting + counts.queued, 'to go'),
  ].join(', ');
}

/** The shares of a bar, in percent of all hosts. */
export function progressShares(counts: RolloutCounts, targets: number): { status: string; percent: number }[] {
  const percent = (count: number): number => (100 * count) / Math.max(1, targets);
  return [
    { status: 'SUCCEEDED', percent: percent(counts.succeeded) },
    { status: 'FAILED', percent: percent(counts.failed + counts.lost) },
    { status: 'RUNNING', percent: percent(counts.running + counts.queued) },
    { status: 'QUIET', percent: percent(counts.skipped + counts.expired + counts.cancelled) },
  ];
}

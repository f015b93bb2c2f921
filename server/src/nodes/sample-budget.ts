import type { SampleRow } from './heartbeat-batch.js';

/** Samples that a node may bring in at once: more than two days of one every five seconds. */
const burst = 60_000;
/** More than one a second, which is as often as an agent can report. */
const perSecond = 1.2;
/** A sample with longer lists of filesystems counts as several. */
const bytesPerSample = 4 * 1024;

/** What a node has left, as its row says, after so long. */
export function refilled(credit: number | null, seconds: number): number {
  return Math.min(burst, (credit ?? burst) + Math.max(0, seconds) * perSecond);
}

/** Takes the samples that the budget covers, in their order. */
export function withinBudget(
  samples: readonly SampleRow[],
  credit: number,
): { taken: SampleRow[]; refused: SampleRow[]; left: number } {
  const taken: SampleRow[] = [];
  const refused: SampleRow[] = [];
  let left = credit;
  for (const sample of samples) {
    const cost = costOf(sample);
    if (left < cost) {
      refused.push(sample);
      continue;
    }
    left -= cost;
    taken.push(sample);
  }
  return { taken, refused, left };
}

function costOf({ metrics: { filesystems } }: SampleRow): number {
  return filesystems ? 1 + Math.floor(JSON.stringify(filesystems).length / bytesPerSample) : 1;
}

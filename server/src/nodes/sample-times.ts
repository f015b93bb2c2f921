import { limits, type ProblemFault } from '@hyprbox/contracts';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import { SampleTimesError } from './nodes.errors.js';

const dayMs = 24 * 60 * 60 * 1000;

/** Refuses, by name, samples that are older than samples are kept or too far ahead of the server's clock. */
export function refuseTimes({ at, kept }: ReadHeartbeat, samplesDays: number, now: Date): void {
  const oldest = now.getTime() - samplesDays * dayMs;
  const newest = now.getTime() + limits.sampleAheadSeconds * 1000;
  const faults: ProblemFault[] = [];
  const check = (time: number, pointer: string): void => {
    if (time < oldest) faults.push({ pointer, detail: `is older than the ${samplesDays} days that samples are kept` });
    if (time > newest) {
      faults.push({
        pointer,
        detail: `is more than ${limits.sampleAheadSeconds / 60} minutes ahead of the server's clock`,
      });
    }
  };
  if (at !== null) check(at, '/at');
  for (const sample of kept) check(sample.at, `/samples/${sample.index}/at`);
  if (faults.length > 0) throw new SampleTimesError(faults);
}

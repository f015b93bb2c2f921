import { targetStates } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { endOf } from './rollout-end.js';
import { countsOf, type TargetCounts } from './target-counts.js';

const counts = (some: Partial<TargetCounts>): TargetCounts => ({ ...countsOf([]), ...some });

describe('the end of a rollout', () => {
  it.each<[Partial<TargetCounts>, string | null]>([
    [{ SUCCEEDED: 3 }, 'SUCCEEDED'],
    [{ SUCCEEDED: 3, SKIPPED: 1 }, 'PARTIAL'],
    [{ SUCCEEDED: 3, FAILED: 1 }, 'PARTIAL'],
    [{ SUCCEEDED: 3, EXPIRED: 1 }, 'PARTIAL'],
    [{ FAILED: 1, LOST: 1 }, 'FAILED'],
    [{ SKIPPED: 4 }, 'FAILED'],
  ])('with %o is %s', (some, end) => {
    expect(endOf(counts(some))).toBe(end);
  });

  it('has not come while a host may still start or run', () => {
    const open = targetStates.filter((state) => endOf(counts({ SUCCEEDED: 1, [state]: 1 })) === null);
    expect(open).toEqual(['PENDING', 'WAITING_HOST', 'QUEUED', 'RUNNING']);
  });
});

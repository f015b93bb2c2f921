import { describe, expect, it } from 'vitest';
import { isUsedUp, roomIn } from './budget.js';
import { countsOf, type TargetCounts } from './target-counts.js';

const counts = (some: Partial<TargetCounts>): TargetCounts => ({ ...countsOf([]), ...some });

describe('the budget', () => {
  it.each<[number, Partial<TargetCounts>, number]>([
    [1, { PENDING: 9 }, 1],
    [3, { PENDING: 9, RUNNING: 1, QUEUED: 1 }, 1],
    [3, { PENDING: 9, RUNNING: 1, FAILED: 1, LOST: 1 }, 0],
    [3, { PENDING: 9, SUCCEEDED: 50, SKIPPED: 5, EXPIRED: 5, CANCELLED: 5, WAITING_HOST: 5 }, 3],
    [3, { FAILED: 4 }, 0],
  ])('of %i with %o leaves room for %i', (budget, some, room) => {
    expect(roomIn(budget, counts(some))).toBe(room);
  });

  it.each<[number, Partial<TargetCounts>, boolean]>([
    [2, { PENDING: 1, FAILED: 1, LOST: 1 }, true],
    [2, { WAITING_HOST: 1, FAILED: 2 }, true],
    [2, { PENDING: 1, FAILED: 1, RUNNING: 1 }, false],
    [2, { FAILED: 2, SUCCEEDED: 8 }, false],
  ])('of %i with %o is used up: %s', (budget, some, expected) => {
    expect(isUsedUp(budget, counts(some))).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { lockSeconds } from './lock-out.js';

describe('lockSeconds', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [9, 480],
    [10, 900],
    [1_000, 900],
    [2_000, 900],
  ])('after %i failures is %i', (failures, seconds) => {
    expect(lockSeconds(failures)).toBe(seconds);
  });
});

import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('gives the first value that is neither undefined nor false', async () => {
    const values = [undefined, false, 0, 1] as const;
    let calls = 0;

    expect(await eventually(() => values[calls++], { intervalMs: 1 })).toBe(0);
  });

  it('repeats a check that throws, and fails with its last failure', async () => {
    let calls = 0;
    const check = (): never => {
      throw new Error(`failure ${++calls}`);
    };

    await expect(eventually(check, { timeoutMs: 20, intervalMs: 5 })).rejects.toThrow(
      /^Not within 20 ms: failure ([2-9]|\d\d)$/,
    );
  });
});

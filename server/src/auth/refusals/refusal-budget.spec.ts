import { describe, expect, it } from 'vitest';
import { RefusalBudget } from './refusal-budget.js';

describe('RefusalBudget', () => {
  it('lets the first few of each key through and counts the others', () => {
    const budget = new RefusalBudget<string>({ each: 2, all: 10 });
    expect(['a1', 'a2', 'a3', 'a4'].map((item) => budget.take('a', item))).toEqual([true, true, false, false]);
    expect(budget.take('b', 'b1')).toBe(true);
    expect(budget.renew()).toEqual([{ first: 'a3', count: 2 }]);
    expect(budget.take('a', 'a5')).toBe(true);
    expect(budget.renew()).toEqual([]);
  });

  it('lets no more through in all, however many keys there are', () => {
    const budget = new RefusalBudget<number>({ each: 2, all: 3 });
    expect([1, 2, 3, 4].map((key) => budget.take(String(key), key))).toEqual([true, true, true, false]);
    expect(budget.renew()).toEqual([{ first: 4, count: 1 }]);
  });

  it('remembers a thousand keys, and counts those of all further ones together', () => {
    const budget = new RefusalBudget<number>({ each: 1, all: 10 });
    for (let key = 0; key < 100_000; key++) budget.take(String(key), key);
    const leftOut = budget.renew();
    expect(leftOut).toHaveLength(991);
    expect(leftOut.at(-1)).toEqual({ first: null, count: 99_000 });
  });
});

import { describe, expect, it } from 'vitest';
import { budgetHosts, givenBudget } from './budget-hosts.js';

describe('the budget in hosts', () => {
  it.each([
    ['1%', 0, 1],
    ['1%', 1, 1],
    ['1%', 99, 1],
    ['1%', 199, 1],
    ['1%', 200, 2],
    ['10%', 5, 1],
    ['10%', 5_000, 500],
    ['29%', 100, 29],
    ['57%', 100, 57],
    ['100%', 5_000, 5_000],
    [1, 5_000, 1],
    [7, 5, 7],
  ])('of %s of %i hosts is %i', (budget, targets, hosts) => {
    expect(budgetHosts(budget, targets)).toBe(hosts);
  });

  it('is told as it was given', () => {
    expect([givenBudget('7'), givenBudget('10%')]).toEqual([7, '10%']);
  });
});

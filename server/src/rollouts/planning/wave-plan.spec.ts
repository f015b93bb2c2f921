import { describe, expect, it } from 'vitest';
import { defaultWaves, planWaves } from './wave-plan.js';

const sizes = (waves: readonly string[], targets: number): number[] =>
  planWaves(
    waves.map((size) => ({ size })),
    targets,
  ).map((wave) => wave.targets);

describe('the plan of waves', () => {
  it.each([
    [0, []],
    [1, [1]],
    [2, [1, 1]],
    [3, [1, 1, 1]],
    [5, [1, 1, 3]],
    [19, [1, 1, 17]],
    [20, [1, 2, 17]],
    [5_000, [1, 500, 4_499]],
  ])('is one host, a tenth, and the rest of %i', (targets, expected) => {
    expect(planWaves(defaultWaves, targets).map((wave) => wave.targets)).toEqual(expected);
  });

  it.each([
    [['1%'], 5, [1, 4]],
    [['1%'], 199, [1, 198]],
    [['1%'], 5_000, [50, 4_950]],
    [['10%', '10%'], 100, [10, 10, 80]],
    [['99%', '99%'], 100, [99, 1]],
    [['7'], 5, [5]],
    [['3', '3', '3'], 5, [3, 2]],
    [['100%'], 1, [1]],
    [['100%', '1'], 5_000, [5_000]],
  ])('of %j of %i hosts takes each wave’s own size, and what is left at last', (waves, targets, expected) => {
    expect(sizes(waves, targets)).toEqual(expected);
  });

  it('keeps what was said of each wave, and numbers them', () => {
    expect(planWaves([{ size: '1', soakSeconds: 60 }, { size: '50%' }], 10)).toEqual([
      { number: 1, size: '1', soakSeconds: 60, targets: 1 },
      { number: 2, size: '50%', soakSeconds: 0, targets: 5 },
      { number: 3, size: '100%', soakSeconds: 0, targets: 4 },
    ]);
  });

  it('never loses a host, nor takes one twice', () => {
    for (let targets = 0; targets <= 300; targets += 1)
      for (const waves of [['1'], ['33%', '33%', '33%'], ['1%', '2', '99%'], ['100%']])
        expect(sizes(waves, targets).reduce((sum, each) => sum + each, 0)).toBe(targets);
  });
});

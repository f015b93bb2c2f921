import { expect, it } from 'vitest';
import { Sample, seededRandom } from './sample.js';

function sampleOf(size: number | null, sizes: readonly number[], seed: number): number[] {
  const sample = new Sample<{ size: number }>(size, seededRandom(seed));
  for (const bytes of sizes) sample.offer({ size: bytes });
  return sample.files().map((file) => file.size);
}
const sizes = Array.from({ length: 500 }, (_, index) => ((index * 263) % 500) + 1);

it('always holds the largest and the smallest file, and as many as asked', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const chosen = sampleOf(5, sizes, seed);
    expect(new Set(chosen).size).toBe(5);
    expect(chosen).toEqual(expect.arrayContaining([1, 500]));
  }
});

it('is the same for the same seed, and another for another', () => {
  expect(sampleOf(5, sizes, 7)).toEqual(sampleOf(5, sizes, 7));
  expect(sampleOf(5, sizes, 7)).not.toEqual(sampleOf(5, sizes, 8));
});

it('takes all where there are no more than asked, or all are asked for', () => {
  expect(sampleOf(3, [4, 4], 1)).toEqual([4, 4]);
  expect(sampleOf(null, sizes, 1)).toHaveLength(500);
  expect(sampleOf(1, sizes, 1)).toHaveLength(1);
});

import { describe, expect, it } from 'vitest';
import { SampleRing } from './sample-ring.js';

function ringOf(count: number, most: number): SampleRing {
  const ring = new SampleRing(most);
  for (let index = 1; index <= count; index += 1) ring.push(`{"n":${index}}`, String(index));
  return ring;
}

describe('SampleRing', () => {
  it('drops the oldest when it is full, and counts them', () => {
    const ring = ringOf(5, 3);
    expect(ring.all().map(({ at }) => at)).toEqual(['3', '4', '5']);
    expect(ring.dropped).toBe(2);
  });

  it('gives the oldest before the newest, within a number and a size', () => {
    const ring = ringOf(5, 10);
    const times = (most: number, bytes: number): string[] => ring.oldest(most, bytes).map(({ at }) => at);
    expect(times(10, 1000)).toEqual(['1', '2', '3', '4']);
    expect(times(2, 1000)).toEqual(['1', '2']);
    expect(times(10, 15)).toEqual(['1', '2']);
  });

  it('removes what was sent although others were dropped meanwhile', () => {
    const ring = ringOf(3, 3);
    const sent = ring.oldest(10, 1000);
    ring.push('{}', '4');
    ring.remove(sent);
    expect(ring.all().map(({ at }) => at)).toEqual(['3', '4']);
  });
});

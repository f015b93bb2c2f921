import { describe, expect, it } from 'vitest';
import { bytes, duration, relativeTime, timeUntil } from './figures.js';

const now = new Date('2026-01-10T12:00:00Z');

describe('figures', () => {
  it.each([
    [null, 'never'],
    ['2026-01-10T12:00:05Z', 'just now'],
    ['2026-01-10T11:59:18Z', '42 s ago'],
    ['2026-01-10T11:00:01Z', '59 min ago'],
    ['2026-01-09T00:00:00Z', '36 h ago'],
    ['2026-01-01T00:00:00Z', '9 d ago'],
    ['nonsense', 'unknown'],
  ])('tells the time %s as %s', (at, text) => expect(relativeTime(at, now)).toBe(text));

  it.each([
    [null, '–'],
    ['2026-01-10T11:59:00Z', 'now'],
    ['2026-01-10T12:00:42Z', 'in 42 s'],
    ['2026-01-10T12:59:59Z', 'in 59 min'],
    ['2026-01-12T11:00:00Z', 'in 47 h'],
    ['2026-01-20T12:00:00Z', 'in 10 d'],
    ['nonsense', 'unknown'],
  ])('tells the time to come %s as %s', (at, text) => expect(timeUntil(at, now)).toBe(text));

  it.each([
    [0, '0 ms'],
    [4210, '4.2 s'],
    [200_000, '3 min 20 s'],
    [7_200_000, '2 h'],
    [273_600_000, '3 d 4 h'],
  ])('tells %d ms as %s', (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1536, '1.5 KB'],
    [16 * 1024 ** 3, '17.2 GB'],
    [undefined, '–'],
  ])('tells %s bytes as %s', (count, text) => expect(bytes(count)).toBe(text));
});

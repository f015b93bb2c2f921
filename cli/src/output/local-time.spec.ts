import { describe, expect, it } from 'vitest';
import { localTime } from './local-time.js';

const now = new Date('2026-03-28T20:30:00Z');

describe('a time by the clock on the wall', () => {
  it.each([
    ['2026-03-28T21:05:00Z', 'UTC', '21:05'],
    ['2026-03-29T14:05:00Z', 'UTC', 'tomorrow 14:05'],
    ['2026-03-30T00:00:00Z', 'UTC', '2026-03-30 00:00'],
    ['2026-03-28T23:30:00Z', 'Europe/Berlin', 'tomorrow 00:30'],
    ['2026-03-29T01:30:00Z', 'Europe/Berlin', 'tomorrow 03:30'],
    ['2026-03-27T10:00:00Z', 'UTC', '2026-03-27 10:00'],
    ['soon', 'UTC', 'unknown'],
  ])('says %s in %s as %s', (at, zone, words) => {
    expect(localTime(at, now, zone)).toBe(words);
  });
});

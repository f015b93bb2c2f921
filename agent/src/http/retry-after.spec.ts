import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.js';

const now = new Date('2026-01-01T00:00:00Z');

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', null],
  ['-1', null],
  ['', null],
  [undefined, null],
])('reads %s as %s milliseconds', (value, milliseconds) => {
  expect(parseRetryAfter(value, now)).toBe(milliseconds);
});

import { expect, it } from 'vitest';
import { unfinishedTail } from './utf8.js';

it.each([
  ['', 0],
  ['61', 0],
  ['c3', 1],
  ['c3a4', 0],
  ['e282', 2],
  ['e282ac', 0],
  ['61f09f98', 3],
  ['f09f9880', 0],
  ['80808080', 0],
  ['61ff', 0],
  ['c0', 0],
])('of %s the last %d bytes begin a code point', (hex, length) => {
  expect(unfinishedTail(Buffer.from(hex, 'hex'))).toBe(length);
});

import { expect, it } from 'vitest';
import { parseWaitStatus } from './exit.js';

it.each([
  [0, { code: 0, signal: null }],
  [7 << 8, { code: 7, signal: null }],
  [137 << 8, { code: 137, signal: null }],
  [9, { code: null, signal: 'SIGKILL' }],
  // With a core dump.
  [0x80 | 6, { code: null, signal: 'SIGABRT' }],
  [34, { code: null, signal: 'SIG34' }],
])('reads how a program ended from %i', (status, exit) => {
  expect(parseWaitStatus(status)).toEqual(exit);
});

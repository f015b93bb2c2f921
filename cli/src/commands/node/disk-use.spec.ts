import { expect, it } from 'vitest';
import { diskUse } from './disk-use.js';

const metrics = { cpuPct: 1, memPct: 2, diskPct: 97 };

it.each([
  [{ ...metrics, diskMount: '/var' }, '/var 97%'],
  [{ ...metrics, diskMount: '/' }, '97%'],
  [metrics, '97%'],
  [{ ...metrics, diskMount: '/srv/a/rather/long/path' }, '/srv/a/rath… 97%'],
])('names the filesystem that is not the root: %j', (of, text) => {
  expect(diskUse(of)).toBe(text);
});

import { expect, it } from 'vitest';
import { bytesPerSecond, cpuPercent, percent } from './rates.js';

it('is a percentage whatever the counters do', () => {
  expect(cpuPercent({ busy: 10, total: 100 }, { busy: 35, total: 200 })).toBe(25);
  expect(cpuPercent({ busy: 10, total: 100 }, { busy: 10, total: 100 })).toBe(0);
  expect(cpuPercent({ busy: 50, total: 100 }, { busy: 10, total: 120 })).toBe(0);
  expect(percent(Number.NaN)).toBe(0);
  expect(percent(3)).toBe(100);
});

it('gives nothing for a counter that was reset, or for no time', () => {
  const before = { inBytes: 100, outBytes: 100 };
  expect(bytesPerSecond(before, { inBytes: 300, outBytes: 50 }, 2)).toEqual({ inBytes: 100, outBytes: 0 });
  expect(bytesPerSecond(before, { inBytes: 300, outBytes: 300 }, 0)).toEqual({ inBytes: 0, outBytes: 0 });
});

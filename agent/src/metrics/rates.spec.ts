import { expect, it } from 'vitest';
import { bytesPerSecond, cpuPercent, percent } from './rates.js';

it('is a percentage whatever the counters do', () => {
  expect(cpuPercent({ busy: 10, total: 100 }, { busy: 35, total: 200 })).toBe(25);
  expect(cpuPercent({ busy: 10, total: 100 }, { busy: 10, total: 100 })).toBe(0);
  expect(cpuPercent({ busy: 50, total: 100 }, { busy: 10, total: 120 })).toBe(0);
  expect(percent(Number.NaN)).toBe(0);
  expect(percent(3)).toBe(100);
});

it('gives nothing for a counter that was reset, a device that is new, or for no time', () => {
  const reading = (counters: Record<string, [number, number]>) =>
    new Map(Object.entries(counters).map(([name, [inBytes, outBytes]]) => [name, { inBytes, outBytes }]));
  const before = reading({ eth0: [100, 100], gone: [9, 9] });
  const after = reading({ eth0: [300, 50], new: [1e12, 1e12], veth0: [5, 5] });
  const counted = new Set(['eth0', 'new', 'gone']);
  expect(bytesPerSecond(before, after, counted, 2)).toEqual({ inBytes: 100, outBytes: 0 });
  expect(bytesPerSecond(before, after, counted, 0)).toEqual({ inBytes: 0, outBytes: 0 });
});

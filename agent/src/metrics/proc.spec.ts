import { describe, expect, it } from 'vitest';
import { parseCpuTimes, parseDisks, parseLoad, parseMemory, parseNetwork, parseUptimeSeconds } from './proc.js';

describe('/proc/stat', () => {
  it('counts waiting for disks as idle, and a guest once', () => {
    const text = 'cpu  100 10 50 800 40 5 5 10 70 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n';
    expect(parseCpuTimes(text)).toEqual({ busy: 180, total: 1020 });
  });

  it('is nothing when it cannot be read', () => {
    expect(parseCpuTimes('')).toBeNull();
  });
});

describe('/proc/meminfo', () => {
  it('counts what can be given back as available', () => {
    const text =
      'MemTotal:  1000 kB\nMemFree:  100 kB\nMemAvailable:  600 kB\nCached: 400 kB\nSwapTotal: 50 kB\nSwapFree: 20 kB\n';
    expect(parseMemory(text)).toEqual({
      totalBytes: 1_024_000,
      usedBytes: 409_600,
      swapTotalBytes: 51_200,
      swapUsedBytes: 30_720,
    });
  });

  it('makes do without MemAvailable, as kernels before 3.14 have it', () => {
    expect(parseMemory('MemTotal: 10 kB\nMemFree: 2 kB\nCached: 3 kB\n')?.usedBytes).toBe(5120);
  });
});

it('reads the load and the uptime', () => {
  expect(parseLoad('0.52 0.58 0.59 1/467 12345\n')).toEqual([0.52, 0.58, 0.59]);
  expect(parseLoad('')).toBeNull();
  expect(parseUptimeSeconds('350735.47 234388.90\n')).toBe(350735.47);
});

it('reads the counters of every interface and of every disk', () => {
  const head = 'Inter-|   Receive\n face |bytes\n';
  expect(parseNetwork(`${head}    lo:1 1 0 0 0 0 0 0 2 1 0\n  eth0: 5 1 0 0 0 0 0 0 7 1 0\n`)).toEqual(
    new Map([
      ['lo', { inBytes: 1, outBytes: 2 }],
      ['eth0', { inBytes: 5, outBytes: 7 }],
    ]),
  );
  expect(parseDisks('   8  0 sda 10 0 100 5 20 0 200 9 0 0 0\n')).toEqual(
    new Map([['sda', { inBytes: 51_200, outBytes: 102_400 }]]),
  );
});

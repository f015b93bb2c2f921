import { limits } from '@hyprbox/contracts';
import { expect, it } from 'vitest';
import { presentable, sendableInventory, sendableMetrics } from './sendable.js';

const headline = { cpuPct: 1, memPct: 2, diskPct: 3 };

it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 2 ** 53])('leaves out a figure of %d', (value) => {
  expect(sendableMetrics({ ...headline, netRxBps: value, load1: 0.5 })).toEqual({ ...headline, load1: 0.5 });
});

it('makes a percentage of the headline figures whatever they are', () => {
  expect(sendableMetrics({ cpuPct: 120, memPct: -3, diskPct: Number.NaN })).toEqual({
    cpuPct: 100,
    memPct: 0,
    diskPct: 0,
  });
});

it('sends the filesystems that can be sent, as far as the server takes them', () => {
  const good = { mount: '/', fsType: 'ext4', usedBytes: 1, totalBytes: 2 };
  const filesystems = [
    { ...good, fsType: 'x'.repeat(70) },
    { ...good, mount: '/a\nb', fsType: '' },
    { ...good, usedBytes: Number.NaN },
    { ...good, mount: `/${'m'.repeat(5000)}` },
  ];
  expect(sendableMetrics({ ...headline, filesystems }).filesystems).toEqual([
    { ...good, fsType: 'x'.repeat(64) },
    { ...good, mount: '/a b', fsType: 'unknown' },
    { ...good, mount: `/${'m'.repeat(4095)}` },
  ]);
  const many = Array.from({ length: 100 }, () => good);
  expect(sendableMetrics({ ...headline, filesystems: many }).filesystems).toHaveLength(limits.filesystemsPerSample);
});

it('sends each fact of the inventory as one line that is not too long', () => {
  const inventory = { os: 'a\u0000b\u001b[2J', region: 'r'.repeat(300), kernel: '\n', cpuCores: Number.NaN };
  expect(sendableInventory(inventory)).toEqual({ os: 'a b [2J', region: 'r'.repeat(256) });
});

it('does not cut a character in two', () => {
  expect(presentable('ab😀', 3)).toBe('ab');
});

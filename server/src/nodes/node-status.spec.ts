import { defaultSettings } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { nodeStatus, silenceSeconds } from './node-status.js';

const now = new Date('2026-01-31T12:00:00Z');
const { thresholds } = defaultSettings;
const seen = (secondsAgo: number): Date => new Date(now.getTime() - secondsAgo * 1000);
const calm = { cpuPct: 1, memPct: 1, diskPct: 1 };

describe('nodeStatus', () => {
  it('is UNKNOWN for a node never seen', () => {
    expect(nodeStatus({ lastSeenAt: null, intervalSeconds: 15, metrics: null }, thresholds, now)).toBe('UNKNOWN');
  });

  it.each([
    [1, 30],
    [10, 30],
    [15, 45],
    [60, 180],
    [200, 600],
    [300, 600],
    [86_400, 600],
  ])('with an interval of %i s is OFFLINE after %i s of silence', (intervalSeconds, silence) => {
    const after = (seconds: number) =>
      nodeStatus({ lastSeenAt: seen(seconds), intervalSeconds, metrics: calm }, thresholds, now);
    expect(silenceSeconds(intervalSeconds)).toBe(silence);
    expect(after(silence - 0.001)).toBe('ONLINE');
    expect(after(silence)).toBe('OFFLINE');
  });

  it.each(['cpuPct', 'memPct', 'diskPct'] as const)('goes by the thresholds on %s', (figure) => {
    const at = (value: number) =>
      nodeStatus({ lastSeenAt: now, intervalSeconds: 15, metrics: { ...calm, [figure]: value } }, thresholds, now);
    expect([at(79.99), at(80), at(89.99), at(90), at(100)]).toEqual([
      'ONLINE',
      'WARNING',
      'WARNING',
      'CRITICAL',
      'CRITICAL',
    ]);
  });

  it('is the worst of the three figures', () => {
    const metrics = { cpuPct: 95, memPct: 85, diskPct: 1 };
    expect(nodeStatus({ lastSeenAt: now, intervalSeconds: 15, metrics }, thresholds, now)).toBe('CRITICAL');
  });
});

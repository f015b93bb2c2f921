import { defaultSettings } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { levelInWords, levelOf } from './node-status.js';

const { thresholds } = defaultSettings;
const calm = { cpuPct: 1, memPct: 1, diskPct: 1 };

describe('the level of a node', () => {
  it.each(['cpuPct', 'memPct', 'diskPct'] as const)('goes by the thresholds on %s', (figure) => {
    const at = (value: number) => levelOf({ ...calm, [figure]: value }, thresholds);
    expect([at(79.99), at(80), at(89.99), at(90), at(100)]).toEqual([
      'ONLINE',
      'WARNING',
      'WARNING',
      'CRITICAL',
      'CRITICAL',
    ]);
  });

  it('is the worst of the three figures', () => {
    expect(levelOf({ cpuPct: 95, memPct: 85, diskPct: 1 }, thresholds)).toBe('CRITICAL');
  });

  it('says nothing of a CPU that was not watched for long enough', () => {
    expect(levelOf({ ...calm, cpuPct: null }, thresholds)).toBe('ONLINE');
    expect(levelOf({ ...calm, cpuPct: null, diskPct: 85 }, thresholds)).toBe('WARNING');
    expect(levelInWords('web-1', 'CRITICAL', { cpuPct: null, memPct: 93, diskPct: 1 }, thresholds)).toBe(
      'web-1 is critical: memory 93 %',
    );
  });

  it('is told with the figures that make it so', () => {
    const figures = { cpuPct: 95.4, memPct: 85, diskPct: 92 };
    expect(levelInWords('web-1', 'CRITICAL', figures, thresholds)).toBe('web-1 is critical: CPU 95 %, disk 92 %');
    expect(levelInWords('web-1', 'WARNING', { ...calm, memPct: 85 }, thresholds)).toBe(
      'web-1 is in warning: memory 85 %',
    );
    expect(levelInWords('web-1', 'ONLINE', calm, thresholds)).toBe('web-1 is well again');
  });
});

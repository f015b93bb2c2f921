import { describe, expect, it } from 'vitest';
import { countsOf, type TargetCounts } from './target-counts.js';
import { waveStep } from './wave-step.js';

const now = new Date(1_000_000);
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const counts = (some: Partial<TargetCounts>): TargetCounts => ({ ...countsOf([]), ...some });

describe('a wave waits', () => {
  it.each<[Partial<TargetCounts>, string]>([
    [{ PENDING: 1, SUCCEEDED: 5 }, 'HOSTS'],
    [{ QUEUED: 1, SUCCEEDED: 5 }, 'HOSTS'],
    [{ RUNNING: 1, SUCCEEDED: 5 }, 'HOSTS'],
    [{ WAITING_HOST: 1 }, 'HOSTS'],
    [{ WAITING_HOST: 1, FAILED: 5 }, 'HOSTS'],
    [{ WAITING_HOST: 1, SUCCEEDED: 1 }, 'GATES'],
    [{ FAILED: 1, SKIPPED: 1 }, 'GATES'],
    [{}, 'GATES'],
  ])('with %o for its %s', (some, what) => {
    expect(waveStep({ counts: counts(some), soakSeconds: 0, endedAt: null }, now)).toEqual({ wait: what });
  });

  it.each<[number, Date | null, string]>([
    [60, null, 'SOAK'],
    [60, ago(59), 'SOAK'],
    [60, ago(60), 'GATES'],
    [0, null, 'GATES'],
  ])('for its soak of %i s after its end at %s: %s', (soakSeconds, endedAt, what) => {
    expect(waveStep({ counts: counts({ SUCCEEDED: 1 }), soakSeconds, endedAt }, now)).toEqual({ wait: what });
  });

  it('not again for a host that came back after its end', () => {
    const standing = { counts: counts({ SUCCEEDED: 1, RUNNING: 1 }), soakSeconds: 0, endedAt: ago(1) };
    expect(waveStep(standing, now)).toEqual({ wait: 'GATES' });
  });
});

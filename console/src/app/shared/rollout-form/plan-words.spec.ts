import { aPlan } from '../../testing/rollout-builders';
import { planSummary, unavailableWords, untilWords, waveHosts } from './plan-words';

const now = new Date(2026, 10, 29, 14, 5).getTime();
const at = (day: number, hour: number): string => new Date(2026, 10, day, hour, 5).toISOString();

describe('a plan in words', () => {
  it('says how many hosts, in how many waves, and how many at once', () => {
    expect(planSummary(aPlan({ targets: 5_000, budgetHosts: 500 }))).toBe(
      '5,000 hosts in 2 waves; at most 500 running, failed or lost at once.',
    );
    expect(planSummary(aPlan({ targets: 1, waves: aPlan().waves.slice(0, 1) }))).toBe(
      '1 host at once; at most 1 running, failed or lost at once.',
    );
  });

  it('names the first hosts of a wave, and counts the others', () => {
    const hosts = Array.from({ length: 5 }, (_, index) => `web-${index}`);
    const wave = { number: 1, size: '100%', soakSeconds: 0, hosts };
    expect(waveHosts({ ...wave, targets: 1_005 })).toBe('web-0, web-1, web-2, web-3, web-4 and 1,000 more');
    expect(waveHosts({ ...wave, targets: 5 })).toBe('web-0, web-1, web-2, web-3, web-4');
  });

  it('says what becomes of a host that is away', () => {
    const host = { nodeId: 'web-7', reason: 'OFFLINE', becomes: 'WAITING_HOST', until: at(30, 14) } as const;
    expect(unavailableWords(host, now)).toBe('not connected: waited for until tomorrow, 14:05');
    expect(unavailableWords({ ...host, reason: 'DECOMMISSIONED', becomes: 'SKIPPED' }, now)).toBe(
      'decommissioned: left out',
    );
  });

  it.each([
    [29, 16, 'today, 16:05'],
    [30, 1, 'tomorrow, 01:05'],
    [31, 1, '1 Dec, 01:05'],
  ])('tells the day only where it has to (%i, %i)', (day, hour, words) => {
    expect(untilWords(at(day, hour), now)).toBe(words);
  });
});

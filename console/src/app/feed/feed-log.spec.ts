import { aHeartbeatEntry, anActivityEntry } from './feed-builders';
import { gapEntry } from './feed-entry';
import { keptOfEachType, withArrivals } from './feed-log';

describe('feed log', () => {
  const second = (number: number): string => new Date(Date.UTC(2026, 0, 2, 3, 4, number)).toISOString();

  it('keeps the newest first, wherever an entry belongs', () => {
    const log = withArrivals([aHeartbeatEntry(second(3)), aHeartbeatEntry(second(1))], [anActivityEntry(second(2))]);
    expect(log.map(({ at }) => at)).toEqual([second(3), second(2), second(1)]);
  });

  it('holds an entry that a resumed stream repeats once', () => {
    const entry = anActivityEntry(second(1));
    expect(withArrivals([entry], [{ ...entry }])).toHaveLength(1);
  });

  it('keeps what happened however many heartbeats come', () => {
    const beats = Array.from({ length: 10_000 }, (_, index) => aHeartbeatEntry(second(10 + index)));
    const log = withArrivals([anActivityEntry(second(1)), gapEntry(second(0), 1000)], beats);
    expect(log.filter(({ type }) => type === 'heartbeat')).toHaveLength(keptOfEachType);
    expect(log[0]?.at).toBe(second(10_009));
    expect(log.filter(({ type }) => type !== 'heartbeat').map(({ type }) => type)).toEqual(['activity', 'gap']);
  });

  it('puts a gap after the last word before it', () => {
    const log = withArrivals([aHeartbeatEntry(second(1))], [gapEntry(second(1), 5000), aHeartbeatEntry(second(9))]);
    expect(log.map(({ type }) => type)).toEqual(['heartbeat', 'gap', 'heartbeat']);
  });

  it('does not call the shortest loss none at all', () => {
    expect(gapEntry(second(1), 100).seconds).toBe(1);
    expect(gapEntry(second(1), 12_000).seconds).toBe(12);
  });
});

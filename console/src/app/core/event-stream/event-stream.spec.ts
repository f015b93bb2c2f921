import { FakeEventSource, FakeEventSources } from '../../testing/fake-event-source';
import { EventStream } from './event-stream';
import { reconnectPause } from './reconnect-delay';

interface TestEvents {
  tick: { count: number };
  end: object;
}

describe('EventStream', () => {
  let sources: FakeEventSources;
  let counts: number[];
  let refusals: number;
  let returns: number;
  let stream: EventStream<TestEvents>;

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 });
    sources = new FakeEventSources();
    counts = [];
    refusals = 0;
    returns = 0;
    stream = new EventStream<TestEvents>(
      { url: '/api/x?tag=web', on: { tick: ({ count }) => counts.push(count), end: () => stream.close() } },
      {
        openEventSource: sources.openEventSource,
        now: () => Date.now(),
        random: () => 1,
        onReturn: () => (returns += 1),
        onRefused: () => (refusals += 1),
      },
    );
    stream.open();
  });

  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  it('is connecting, then live, and hands on what it was asked for', () => {
    expect(stream.connection()).toEqual({ state: 'connecting', since: 1_000 });
    vi.advanceTimersByTime(50);
    sources.latest.open();
    sources.latest.send('tick', { count: 1 });
    sources.latest.send('other', { count: 2 });
    expect(stream.connection()).toEqual({ state: 'live', since: 1_050 });
    expect(counts).toEqual([1]);
  });

  it('leaves a broken connection to the browser, and says since when it is lost', () => {
    sources.latest.open();
    vi.advanceTimersByTime(500);
    sources.latest.break();
    vi.advanceTimersByTime(60_000);
    sources.latest.break();
    expect(stream.connection()).toEqual({ state: 'lost', since: 1_500 });
    expect(sources.opened).toHaveLength(1);
    sources.latest.open();
    expect(stream.connection().state).toBe('live');
    expect([refusals, returns]).toEqual([0, 1]);
  });

  it('opens anew after a refusal, later each time, and asks once why', () => {
    sources.latest.refuse();
    expect(refusals).toBe(1);
    vi.advanceTimersByTime(reconnectPause.first - 1);
    expect(sources.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sources.opened).toHaveLength(2);
    sources.latest.refuse();
    vi.advanceTimersByTime(2 * reconnectPause.first - 1);
    expect(sources.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sources.opened).toHaveLength(3);
    expect(refusals).toBe(1);
  });

  it('never waits longer than the longest pause, and begins with the shortest after it was live', () => {
    for (let attempt = 0; attempt < 12; attempt += 1) {
      sources.latest.refuse();
      vi.advanceTimersByTime(reconnectPause.longest);
      expect(sources.opened).toHaveLength(attempt + 2);
    }
    sources.latest.open();
    sources.latest.refuse();
    vi.advanceTimersByTime(reconnectPause.first);
    expect(sources.opened).toHaveLength(14);
  });

  it('resumes after the last event', () => {
    sources.latest.open();
    sources.latest.send('tick', { count: 1 }, 'a/1');
    sources.latest.refuse();
    vi.advanceTimersByTime(reconnectPause.first);
    expect(sources.latest.url).toBe('/api/x?tag=web&lastEventId=a%2F1');
  });

  it('tries at once when it is hurried', () => {
    stream.hurry();
    expect(sources.opened).toHaveLength(1);
    sources.latest.refuse();
    stream.hurry();
    expect(sources.opened).toHaveLength(2);
    vi.advanceTimersByTime(reconnectPause.longest);
    expect(sources.opened).toHaveLength(2);
  });

  it('is over once closed, also while it waits and for events that are still queued', () => {
    const first = sources.latest;
    first.open();
    first.send('end', {});
    first.send('tick', { count: 1 });
    first.refuse();
    vi.advanceTimersByTime(reconnectPause.longest);
    expect(counts).toEqual([]);
    expect(first.readyState).toBe(FakeEventSource.CLOSED);
    expect(sources.opened).toHaveLength(1);
  });
});

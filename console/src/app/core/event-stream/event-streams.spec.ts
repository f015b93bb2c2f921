import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { createEnvironmentInjector, DestroyRef, DOCUMENT, EnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeEventSource, FakeEventSources } from '../../testing/fake-event-source';
import type { EventStream } from './event-stream';
import { EventStreams, unseenMs } from './event-streams';

interface TestEvents {
  tick: { count: number };
}

describe('streams of a tab that nobody sees', () => {
  let sources: FakeEventSources;
  let counts: number[];
  let owner: EnvironmentInjector;

  beforeEach(() => {
    vi.useFakeTimers();
    sources = new FakeEventSources();
    counts = [];
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), sources.provide()] });
    owner = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
  });

  afterEach(() => {
    owner.destroy();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  function open(): EventStream<TestEvents> {
    return TestBed.inject(EventStreams).open<TestEvents>(
      { url: '/api/x', on: { tick: ({ count }) => counts.push(count) } },
      owner.get(DestroyRef),
    );
  }

  function turn(hidden: boolean): void {
    const document = TestBed.inject(DOCUMENT);
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
    document.dispatchEvent(new Event('visibilitychange'));
  }

  it('give up their connection after a while, and go on after the last event once it is seen', () => {
    const stream = open();
    const first = sources.latest;
    first.open();
    first.send('tick', { count: 1 }, 'a');
    turn(true);
    vi.advanceTimersByTime(unseenMs - 1);
    expect(first.readyState).toBe(FakeEventSource.OPEN);
    vi.advanceTimersByTime(1);
    expect(first.readyState).toBe(FakeEventSource.CLOSED);
    expect(stream.connection().state).toBe('lost');
    first.send('tick', { count: 2 }, 'b');

    turn(false);
    expect(sources.opened).toHaveLength(2);
    expect(sources.latest.url).toBe('/api/x?lastEventId=a');
    sources.latest.open();
    sources.latest.send('tick', { count: 2 }, 'b');
    expect(counts).toEqual([1, 2]);
    expect(stream.connection().state).toBe('live');
  });

  it('keep it while one only looks elsewhere for a moment', () => {
    open();
    sources.latest.open();
    turn(true);
    vi.advanceTimersByTime(unseenMs - 1);
    turn(false);
    vi.advanceTimersByTime(unseenMs);
    expect(sources.opened).toHaveLength(1);
    expect(sources.latest.readyState).toBe(FakeEventSource.OPEN);
  });

  it('make no attempts meanwhile, and one at once when it is seen', () => {
    turn(true);
    open();
    sources.latest.refuse();
    turn(false);
    expect(sources.opened).toHaveLength(2);
    sources.latest.refuse();
    turn(true);
    vi.advanceTimersByTime(unseenMs);
    const tried = sources.opened.length;
    vi.advanceTimersByTime(unseenMs);
    expect(sources.opened).toHaveLength(tried);
    turn(false);
    expect(sources.opened).toHaveLength(tried + 1);
  });

  it('give it up in a tab that was opened behind the others', () => {
    turn(true);
    open();
    vi.advanceTimersByTime(unseenMs);
    expect(sources.latest.readyState).toBe(FakeEventSource.CLOSED);
  });

  it('stay closed once who asked for them has left', () => {
    open();
    turn(true);
    owner.destroy();
    owner = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
    turn(false);
    vi.advanceTimersByTime(unseenMs);
    expect(sources.opened).toHaveLength(1);
    expect(sources.latest.readyState).toBe(FakeEventSource.CLOSED);
  });
});

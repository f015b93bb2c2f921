import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { createEnvironmentInjector, DestroyRef, DOCUMENT, EnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Alert } from '@hyprbox/contracts';
import { anAlert } from '../../testing/alert-builders';
import { FakeEventSource, FakeEventSources } from '../../testing/fake-event-source';
import { AlertChanges } from './alert-changes';

describe('the stream of alerts', () => {
  let streams: FakeEventSources;
  let changes: AlertChanges;

  beforeEach(() => {
    streams = new FakeEventSources();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), streams.provide()],
    });
    changes = TestBed.inject(AlertChanges);
  });

  function follow(): { heard: (Alert | 'resync')[]; leave: () => void } {
    const place = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
    const heard: (Alert | 'resync')[] = [];
    changes.follow(place.get(DestroyRef), (change) => heard.push(change));
    return { heard, leave: () => place.destroy() };
  }

  function turn(hidden: boolean): void {
    const document = TestBed.inject(DOCUMENT);
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
    document.dispatchEvent(new Event('visibilitychange'));
  }

  it('is one for all who follow, and closed when the last has left', () => {
    const [one, other] = [follow(), follow()];
    expect(streams.opened).toHaveLength(1);
    streams.latest.send('alert', anAlert());
    streams.latest.send('resync', {});
    expect(one.heard).toEqual([anAlert(), 'resync']);
    expect(other.heard).toEqual(one.heard);
    one.leave();
    expect(streams.latest.readyState).not.toBe(FakeEventSource.CLOSED);
    other.leave();
    expect(streams.latest.readyState).toBe(FakeEventSource.CLOSED);
    follow();
    expect(streams.opened).toHaveLength(2);
  });

  it('takes no connection while nobody can see the page, and then has all read again', () => {
    const { heard } = follow();
    turn(true);
    expect(streams.latest.readyState).toBe(FakeEventSource.CLOSED);
    turn(false);
    expect(streams.opened).toHaveLength(2);
    expect(heard).toEqual(['resync']);
    turn(false);
    expect(streams.opened).toHaveLength(2);
  });
});

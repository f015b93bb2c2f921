import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Clock } from '../clock/clock';
import type { ConnectionState } from '../event-stream/connection-state';
import { Contact, silenceLimit } from './contact';

describe('contact', () => {
  const now = signal(0);
  const connection = signal<ConnectionState>({ state: 'connecting', since: 0 });

  function contact(): Contact {
    TestBed.configureTestingModule({ providers: [{ provide: Clock, useValue: { now } }] });
    return TestBed.runInInjectionContext(() => new Contact(connection));
  }

  it('is not live before the server has said something', () => {
    const subject = contact();
    connection.set({ state: 'live', since: 0 });
    expect(subject.state()).toBe('connecting');
    subject.heard();
    now.set(Date.now());
    expect(subject.state()).toBe('live');
  });

  it('does not believe an open connection that has been silent for too long', () => {
    const subject = contact();
    connection.set({ state: 'live', since: 0 });
    subject.heard();
    now.set(Date.now() + silenceLimit + 1000);
    expect(subject.state()).toBe('lost');
    expect(subject.asOf()).not.toBeNull();
  });
});

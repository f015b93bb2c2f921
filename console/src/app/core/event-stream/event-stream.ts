import type { Signal } from '@angular/core';
import { signal } from '@angular/core';
import type { ConnectionState } from './connection-state';
import type { OpenEventSource } from './event-source.token';
import { reconnectDelay } from './reconnect-delay';

/** What each event of a stream carries, by the event's name. */
export type EventShapes = object;

export type EventHandlers<Events extends EventShapes> = {
  readonly [Name in keyof Events & string]?: (data: Events[Name], id: string) => void;
};

export interface EventStreamOptions<Events extends EventShapes> {
  /** Same-origin address; it must not hold a `lastEventId` of its own. */
  readonly url: string;
  /** One handler for each event that is wanted. */
  readonly on: EventHandlers<Events>;
}

/** `EventSource.CLOSED` (WHATWG HTML, 9.2.2): the browser has given up. */
const sourceClosed = 2;

interface Surroundings {
  readonly openEventSource: OpenEventSource;
  readonly now: () => number;
  readonly random: () => number;
  /** Called when the stream is open again after it was lost. */
  readonly onReturn: () => void;
  /** Called when the server refused the stream, as with 401 or 503: EventSource does not say which. */
  readonly onRefused: () => void;
}

/**
 * One Server-Sent Events stream that outlives its connections. EventSource comes back by itself when a connection
 * breaks, but gives up for good when an attempt is refused; then this opens a new one, later and later, and resumes
 * after the last event that arrived. It ends only with `close`.
 */
export class EventStream<Events extends EventShapes> {
  private readonly current;
  private readonly names: readonly (keyof Events & string)[];
  private source: EventSource | null = null;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private lastEventId = '';
  private closed = false;

  readonly connection: Signal<ConnectionState>;

  constructor(
    private readonly options: EventStreamOptions<Events>,
    private readonly surroundings: Surroundings,
  ) {
    this.current = signal<ConnectionState>({ state: 'connecting', since: surroundings.now() });
    this.connection = this.current.asReadonly();
    // Object.keys widens to string; the handlers' own type says which names there are.
    this.names = Object.keys(options.on) as (keyof Events & string)[];
  }

  open(): void {
    if (this.closed || this.source !== null) return;
    const source = this.surroundings.openEventSource(this.address());
    this.source = source;
    source.onopen = () => {
      this.attempt = 0;
      if (this.current().state === 'lost') this.surroundings.onReturn();
      this.enter('live');
    };
    source.onerror = () => this.handleError(source);
    for (const name of this.names) {
      // Events that were queued before it was closed are not wanted any more.
      source.addEventListener(name, (event: MessageEvent<string>) => {
        if (source === this.source) this.deliver(name, event);
      });
    }
  }

  /** Tries at once instead of at the end of the pause, as when the network is back. */
  hurry(): void {
    if (this.retry === null) return;
    clearTimeout(this.retry);
    this.retry = null;
    this.open();
  }

  /** Has it open at once, whether it waits for its next attempt or rests. */
  wake(): void {
    this.hurry();
    this.open();
  }

  /** Gives up its connection until it is woken: it counts as lost, and goes on after the last event that arrived. */
  rest(): void {
    if (this.closed) return;
    this.disconnect();
    this.enter('lost');
  }

  close(): void {
    this.closed = true;
    this.disconnect();
  }

  private disconnect(): void {
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
    this.source?.close();
    this.source = null;
  }

  private deliver<Name extends keyof Events & string>(name: Name, event: MessageEvent<string>): void {
    if (event.lastEventId !== '') this.lastEventId = event.lastEventId;
    // The server's contract says what this event carries.
    const data = JSON.parse(event.data) as Events[Name];
    this.options.on[name]?.(data, event.lastEventId);
  }

  private handleError(source: EventSource): void {
    if (source !== this.source) return;
    this.enter('lost');
    if (source.readyState !== sourceClosed) return;
    source.close();
    this.source = null;
    if (this.attempt === 0) this.surroundings.onRefused();
    const delay = reconnectDelay(this.attempt, this.surroundings.random());
    this.attempt += 1;
    this.retry = setTimeout(() => {
      this.retry = null;
      this.open();
    }, delay);
  }

  private enter(state: ConnectionState['state']): void {
    if (this.current().state !== state) this.current.set({ state, since: this.surroundings.now() });
  }

  /** A new EventSource knows nothing of the former one, and cannot send `Last-Event-ID`: the id goes into the address. */
  private address(): string {
    if (this.lastEventId === '') return this.options.url;
    const separator = this.options.url.includes('?') ? '&' : '?';
    return `${this.options.url}${separator}lastEventId=${encodeURIComponent(this.lastEventId)}`;
  }
}

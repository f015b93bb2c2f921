import type { Provider } from '@angular/core';
import { openEventSource } from '../core/event-stream/event-source.token';

/** An EventSource for specs: the spec plays the server and the browser. */
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;

  readyState = FakeEventSource.CONNECTING;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
  }

  open(): void {
    this.readyState = FakeEventSource.OPEN;
    this.onopen?.();
  }

  send(name: string, data: unknown, id = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId: id }));
  }

  /** The connection breaks: the browser connects again by itself. */
  break(): void {
    this.readyState = FakeEventSource.CONNECTING;
    this.onerror?.();
  }

  /** The server answers with something else than 200: the browser gives up. */
  refuse(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.onerror?.();
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

/** The streams that were opened, in order. */
export class FakeEventSources {
  readonly opened: FakeEventSource[] = [];

  get latest(): FakeEventSource {
    const latest = this.opened.at(-1);
    if (latest === undefined) throw new Error('No stream was opened');
    return latest;
  }

  readonly openEventSource = (url: string): EventSource => {
    const source = new FakeEventSource(url);
    this.opened.push(source);
    // Stands in for the browser's: it has every member that streams use.
    return source as unknown as EventSource;
  };

  provide(): Provider {
    return { provide: openEventSource, useValue: this.openEventSource };
  }
}

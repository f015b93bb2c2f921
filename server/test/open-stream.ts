import { expect } from 'vitest';
import type { Caller } from './test-server.js';

export interface SentEvent {
  id: string;
  event: string;
  data: unknown;
}

/** An open event stream, read as the events come. */
export class OpenStream {
  private text = '';
  readonly events: SentEvent[] = [];

  private constructor(
    private readonly chunks: AsyncIterator<Uint8Array>,
    private readonly abort: AbortController,
  ) {}

  static async open(caller: Caller, path: string, lastEventId?: string): Promise<OpenStream> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const abort = new AbortController();
    const response = await caller.fetch(path, { headers, signal: abort.signal });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    if (!response.body) throw new Error('The answer has no body');
    return new OpenStream(response.body[Symbol.asyncIterator](), abort);
  }

  /** The first event that fits, of those that have been read and those to come. */
  async untilSent(fits: (event: SentEvent) => boolean): Promise<SentEvent> {
    return this.events.find(fits) ?? (await this.until(fits));
  }

  /** Reads on to the first event that fits. */
  async until(fits: (event: SentEvent) => boolean): Promise<SentEvent> {
    for (;;) {
      const event = await this.next();
      if (!event) throw new Error(`The stream ended after ${JSON.stringify(this.events)}`);
      if (fits(event)) return event;
    }
  }

  async next(): Promise<SentEvent | null> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.chunks.next();
        if (done) return null;
        this.text += Buffer.from(value).toString();
        continue;
      }
      const block = this.text.slice(0, end);
      this.text = this.text.slice(end + 2);
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('event') === '') continue;
      const event = {
        id: field('id'),
        event: field('event'),
        data: JSON.parse(field('data')) as unknown,
        readAt: performance.now(),
      };
      this.events.push(event);
      return event;
    }
  }

  close(): void {
    this.abort.abort();
  }
}

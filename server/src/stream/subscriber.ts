import type { ServerSentEvent } from '../http/server-sent-events.js';

/** Events that wait for one reader. The texts are shared by all readers; beyond this a reader has to start anew. */
const heartbeatsWaiting = 4;
const eventsWaiting = 1_000;

/** One open stream's place in the feed. A reader that falls behind gets one `resync` instead of what it missed. */
export class Subscriber {
  private queue: ServerSentEvent[] = [];
  private heartbeats = 0;
  private wake: (() => void) | null = null;

  /** @param signal aborted when the stream is over */
  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => this.wake?.(), { once: true });
  }

  push(event: ServerSentEvent): void {
    if (event.event === 'heartbeat') this.heartbeats++;
    if (this.heartbeats > heartbeatsWaiting || this.queue.length >= eventsWaiting) {
      this.queue = [{ id: event.id, event: 'resync', data: '{}' }];
      this.heartbeats = 0;
    } else {
      this.queue.push(event);
    }
    this.wake?.();
  }

  /** Whether there is an event that does not have to be waited for. */
  get hasMore(): boolean {
    return this.queue.length > 0;
  }

  /** The next event; null when the stream is over. */
  async next(): Promise<ServerSentEvent | null> {
    for (;;) {
      if (this.signal.aborted) return null;
      const event = this.queue.shift();
      if (event) {
        if (event.event === 'heartbeat') this.heartbeats--;
        return event;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

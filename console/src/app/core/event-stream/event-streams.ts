import type { DestroyRef } from '@angular/core';
import { DOCUMENT, inject, Injectable } from '@angular/core';
import { AuthApi } from '../api/auth.api';
import { ServerRecovery } from '../recovery/server-recovery';
import { openEventSource } from './event-source.token';
import type { EventShapes, EventStreamOptions } from './event-stream';
import { EventStream } from './event-stream';

/**
 * How long a stream stays open in a tab that nobody sees, in milliseconds. A browser has six connections to a host over
 * HTTP/1.1: tabs that were left open must not take them all.
 */
export const unseenMs = 300_000;

/** Opens Server-Sent Events streams that come back by themselves and end with whoever asked for them. */
@Injectable({ providedIn: 'root' })
export class EventStreams {
  private readonly auth = inject(AuthApi);
  private readonly openSource = inject(openEventSource);
  private readonly recovery = inject(ServerRecovery);
  private readonly document = inject(DOCUMENT);
  private readonly window = this.document.defaultView;

  /** The stream is closed with `owner`, if it was not closed before. */
  open<Events extends EventShapes>(options: EventStreamOptions<Events>, owner: DestroyRef): EventStream<Events> {
    const stream = new EventStream<Events>(options, {
      openEventSource: this.openSource,
      now: () => Date.now(),
      random: () => Math.random(),
      onReturn: () => this.recovery.hurry(),
      onRefused: () => this.findOutWhetherStillSignedIn(),
    });
    const hurry = (): void => stream.hurry();
    this.window?.addEventListener('online', hurry);
    const stopWatching = this.restWhileUnseen(stream);
    owner.onDestroy(() => {
      this.window?.removeEventListener('online', hurry);
      stopWatching();
      stream.close();
    });
    stream.open();
    return stream;
  }

  /** @returns what ends it */
  private restWhileUnseen<Events extends EventShapes>(stream: EventStream<Events>): () => void {
    let unseen: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(unseen);
      if (this.document.hidden) unseen = setTimeout(() => stream.rest(), unseenMs);
    };
    const changed = (): void => {
      look();
      if (!this.document.hidden) stream.wake();
    };
    // A tab may be opened behind the others.
    look();
    this.document.addEventListener('visibilitychange', changed);
    return () => {
      clearTimeout(unseen);
      this.document.removeEventListener('visibilitychange', changed);
    };
  }

  /** EventSource hides the status of a refusal; an ordinary call shows it to the interceptor that ends the session. */
  private findOutWhetherStillSignedIn(): void {
    this.auth.me().subscribe({
      error: () => {
        // Anything but a 401 is what the stream is waiting out anyway.
      },
    });
  }
}

import type { DestroyRef } from '@angular/core';
import { DOCUMENT, inject, Injectable } from '@angular/core';
import { AuthApi } from '../api/auth.api';
import { ServerRecovery } from '../recovery/server-recovery';
import { openEventSource } from './event-source.token';
import type { EventShapes, EventStreamOptions } from './event-stream';
import { EventStream } from './event-stream';

/** Opens Server-Sent Events streams that come back by themselves and end with whoever asked for them. */
@Injectable({ providedIn: 'root' })
export class EventStreams {
  private readonly auth = inject(AuthApi);
  private readonly openSource = inject(openEventSource);
  private readonly recovery = inject(ServerRecovery);
  private readonly window = inject(DOCUMENT).defaultView;

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
    owner.onDestroy(() => {
      this.window?.removeEventListener('online', hurry);
      stream.close();
    });
    stream.open();
    return stream;
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

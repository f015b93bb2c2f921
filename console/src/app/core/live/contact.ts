import type { Signal } from '@angular/core';
import { computed, inject, signal } from '@angular/core';
import { Clock } from '../clock/clock';
import type { ConnectionState } from '../event-stream/connection-state';
import type { LiveSource, LiveState } from './live-sources';

/**
 * Milliseconds without any word from the server after which an open connection is no longer believed: a cable that was
 * pulled closes nothing. Longer than two rounds of the slow poll that stands behind each stream.
 */
export const silenceLimit = 40_000;

/** Seconds between two rounds of the slow poll behind a stream. */
export const pollSeconds = 15;

/** When the server was last heard, and whether a stream's figures may therefore be called live. */
export class Contact implements LiveSource {
  private readonly clock = inject(Clock);
  private readonly heardAt = signal<number | null>(null);

  readonly asOf = this.heardAt.asReadonly();
  readonly state: Signal<LiveState>;

  constructor(connection: Signal<ConnectionState>) {
    this.state = computed(() => {
      const { state } = connection();
      const heardAt = this.heardAt();
      if (state !== 'live' || heardAt === null) return state === 'live' ? 'connecting' : state;
      return this.clock.now() - heardAt > silenceLimit ? 'lost' : 'live';
    });
  }

  heard(): void {
    this.heardAt.set(Date.now());
  }
}

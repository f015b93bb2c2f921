import type { Signal } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

export type LiveState = 'connecting' | 'live' | 'lost';

/** Something on the page that is fed by a stream. */
export interface LiveSource {
  state: Signal<LiveState>;
  /** When its figures last came from the server, in milliseconds of the browser's clock. */
  asOf: Signal<number | null>;
}

/** The streams that feed what is on the screen; the top bar is never better informed than the worst of them. */
@Injectable({ providedIn: 'root' })
export class LiveSources {
  private readonly sources = signal<readonly LiveSource[]>([]);

  /** Null when nothing on the screen is fed by a stream. */
  readonly state = computed<LiveState | null>(() => {
    const states = this.sources().map((source) => source.state());
    if (states.length === 0) return null;
    if (states.includes('lost')) return 'lost';
    return states.includes('connecting') ? 'connecting' : 'live';
  });

  /** The age of the oldest figures among the sources that are not live. */
  readonly asOf = computed<number | null>(() => {
    const times = this.sources()
      .filter((source) => source.state() !== 'live')
      .map((source) => source.asOf())
      .filter((time) => time !== null);
    return times.length === 0 ? null : Math.min(...times);
  });

  add(source: LiveSource): () => void {
    this.sources.update((sources) => [...sources, source]);
    return () => this.sources.update((sources) => sources.filter((other) => other !== source));
  }
}

/** Shows the state of a stream in the top bar for as long as the calling component is there. */
export function showLiveSource(source: LiveSource): void {
  inject(DestroyRef).onDestroy(inject(LiveSources).add(source));
}

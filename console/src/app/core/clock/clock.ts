import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** The time of day as a signal that moves once a second, so that every "3 s ago" on a page moves together. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly time = signal(Date.now());
  /** Milliseconds since the epoch. */
  readonly now = this.time.asReadonly();

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}

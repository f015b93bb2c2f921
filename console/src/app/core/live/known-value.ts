import { DestroyRef, inject, signal, untracked } from '@angular/core';
import type { Observable, Subscription } from 'rxjs';

/**
 * Something of the server's that is read again and again: what is known stays while it is being read, and when that fails.
 * Made where things are injected: it ends with who made it.
 */
export class KnownValue<T> {
  private readonly known = signal<T | null>(null);
  private readonly failure = signal<unknown>(null);
  private request: Subscription | null = null;

  /** Null until it has been read for the first time. */
  readonly value = this.known.asReadonly();
  /** Why there is nothing to show; what failed while something is known is not told. */
  readonly error = this.failure.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  /** Reads it; an earlier call that is still under way is no longer wanted. */
  read(
    call: Observable<T>,
    { answered, failed }: { answered?: (value: T) => void; failed?: (error: unknown) => void } = {},
  ): void {
    this.request?.unsubscribe();
    this.request = call.subscribe({
      next: (value) => {
        this.set(value);
        answered?.(value);
      },
      error: (error: unknown) => {
        failed?.(error);
        if (untracked(this.known) === null) this.failure.set(error);
      },
    });
  }

  /** Takes what is known by another way; an answer that is older is no longer wanted. */
  accept(value: T): void {
    this.request?.unsubscribe();
    this.set(value);
  }

  /** Takes what is known by another way, beside a call that is still under way. */
  set(value: T): void {
    this.known.set(value);
    this.failure.set(null);
  }

  /** Changes what is known, if anything is. */
  update(change: (value: T) => T): void {
    this.known.update((value) => (value === null ? null : change(value)));
  }

  /** Forgets it, as it is to be about something else or is gone. */
  forget(): void {
    this.known.set(null);
    this.failure.set(null);
  }
}

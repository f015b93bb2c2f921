import { HttpBackend, HttpClient } from '@angular/common/http';
import type { Signal } from '@angular/core';
import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { addressOf, authEndpoints } from '@hyprbox/contracts';
import type { Observable, Subscription } from 'rxjs';
import { Subject } from 'rxjs';
import { isAway, isPassing, toApiProblem } from '../api/problem';
import { BasePath } from '../base-path/base-path';

/** Milliseconds before the server is asked again whether it answers; doubled each time. */
export const askAgainAfter = { first: 1_000, longest: 10_000 } as const;
/** Milliseconds of good answers after which the next failure is a new one, and is asked about soon again. */
const newFailureAfter = 60_000;

/**
 * Notices when the server, after it failed to answer, answers again, so that every page can read what it could not.
 * Calls tell of failures by the interceptor; only the question asked here ends one, so that a route that fails while
 * others work is tried again at a pace that has a limit.
 */
@Injectable({ providedIn: 'root' })
export class ServerRecovery {
  // Past the interceptors, that of the base path among them: the question must not be taken for a call of a page.
  private readonly http = new HttpClient(inject(HttpBackend));
  private readonly base = inject(BasePath);
  private readonly document = inject(DOCUMENT);
  private readonly away = signal<number | null>(null);
  private readonly returns = new Subject<void>();
  private heardAt = Date.now();
  private attempt = 0;
  private recoveredAt = 0;
  private failing = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private question: Subscription | null = null;

  /** When the server was last heard before it stopped answering, in milliseconds of the browser's clock; null while it answers. */
  readonly awaySince: Signal<number | null> = this.away.asReadonly();
  /** The server answers again. */
  readonly recovered: Observable<void> = this.returns.asObservable();

  constructor() {
    const hurry = (): void => this.hurry();
    const { document } = this;
    document.addEventListener('visibilitychange', hurry);
    document.defaultView?.addEventListener('online', hurry);
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
      this.question?.unsubscribe();
      document.removeEventListener('visibilitychange', hurry);
      document.defaultView?.removeEventListener('online', hurry);
    });
  }

  answered(): void {
    this.heardAt = Date.now();
  }

  failed(error: unknown): void {
    if (!isPassing(error)) return this.answered();
    if (isAway(error)) this.away.update((since) => since ?? this.heardAt);
    this.awaitRecovery(error);
  }

  /**
   * Makes sure that `recovered` comes after this call. For whoever begins to wait later than the failure, as what draws
   * it does: the server may have come back in between.
   */
  awaitRecovery(error: unknown): void {
    if (this.failing || !isPassing(error)) return;
    this.failing = true;
    if (Date.now() - this.recoveredAt > newFailureAfter) this.attempt = 0;
    this.askLater(toApiProblem(error).retryAfterSeconds ?? 0);
  }

  /** Asks at once instead of at the end of the pause, as when the network or a stream is back. */
  hurry(): void {
    if (this.failing && !this.document.hidden) this.ask();
  }

  private askLater(seconds = 0): void {
    const pause = Math.min(askAgainAfter.longest, askAgainAfter.first * 2 ** this.attempt);
    this.attempt = Math.min(this.attempt + 1, 16);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hurry(), Math.max(pause, seconds * 1_000));
  }

  private ask(): void {
    if (this.question !== null && !this.question.closed) return;
    clearTimeout(this.timer);
    this.question = this.http.get(this.base.below(addressOf(authEndpoints.me()))).subscribe({
      next: () => this.end(),
      // A refusal is an answer, too.
      error: (error: unknown) => (isAway(error) ? this.askLater() : this.end()),
    });
  }

  private end(): void {
    this.answered();
    this.failing = false;
    this.recoveredAt = Date.now();
    this.away.set(null);
    this.returns.next();
  }
}

import type { DestroyRef, WritableSignal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { timer } from 'rxjs';
import { isPassing } from '../../core/api/problem';

interface Known {
  readonly status: ExecutionStatus;
}

/** Milliseconds before an execution is read again after that failed, or brought an older state; doubled each time. */
export const readAgainAfter = { first: 500, longest: 15_000 } as const;

/**
 * Whether what was read is from before what is known, as when the answer was under way while an event came. A state
 * never goes back, so its place between the queue and the end says which of two is newer.
 */
export function isOlder(read: Known, known: Known): boolean {
  return stage(read.status) < stage(known.status);
}

/** What was read, except where more is known by now. */
export function newest<Execution extends Known>(read: Execution, known: Execution | undefined): Execution {
  return known !== undefined && isOlder(read, known) ? known : read;
}

function stage(status: ExecutionStatus): number {
  if (isTerminal(status)) return 2;
  return status === 'RUNNING' ? 1 : 0;
}

/**
 * Reads one execution again after its events, which tell less than there is to know. One call at a time; what is asked
 * for meanwhile is asked afterwards, so that the last answer was made after the last event. A failure is tried again.
 */
export class ExecutionState<Execution extends Known> {
  private reading = false;
  private again = false;
  private attempt = 0;

  constructor(
    private readonly state: WritableSignal<Execution>,
    private readonly read: () => Observable<Execution>,
    private readonly owner: DestroyRef,
  ) {}

  /** What an event says holds at once, unless more is known already; the rest is read. */
  tell(change: Known & Partial<Execution>): void {
    const known = this.state();
    if (change.status === known.status || isOlder(change, known)) return;
    this.state.set({ ...known, ...change });
    this.reload();
  }

  reload(then: (fresh: Execution) => void = () => undefined): void {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    this.again = false;
    this.read()
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (fresh) => {
          this.reading = false;
          if (isOlder(fresh, this.state())) return this.reloadLater(then);
          this.attempt = 0;
          this.state.set(fresh);
          then(fresh);
          if (this.again) this.reload(then);
        },
        error: (error: unknown) => {
          this.reading = false;
          // What the events told stands. The stream is the first to know when the server is gone, and says so.
          if (isPassing(error)) this.reloadLater(then);
        },
      });
  }

  private reloadLater(then: (fresh: Execution) => void): void {
    const pause = Math.min(readAgainAfter.longest, readAgainAfter.first * 2 ** this.attempt);
    this.attempt = Math.min(this.attempt + 1, 16);
    timer(pause)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe(() => this.reload(then));
  }
}

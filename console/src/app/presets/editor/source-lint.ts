import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { LintedPreset, LintPreset } from '@hyprbox/contracts';
import { catchError, debounce, map, of, Subject, switchMap, timer } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import type { ApiProblem } from '../../core/api/problem';
import { isPassing, toApiProblem } from '../../core/api/problem';
import { whenRecovered } from '../../core/recovery/when-recovered';

/** Pause in typing after which the source is looked at anew, in milliseconds. */
export const lintPause = 400;

/** What the server finds in the source as it stands in the editor. */
@Injectable()
export class SourceLint {
  private readonly api = inject(PresetsApi);
  private readonly orders = new Subject<LintPreset>();
  private readonly newest = signal<LintedPreset | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly looking = signal(false);

  /** The last answer there was, also while a newer one is on its way. */
  readonly result = this.newest.asReadonly();
  readonly problem = this.failure.asReadonly();
  /** Whether an answer is awaited, or the typing has not paused yet. */
  readonly busy = this.looking.asReadonly();
  readonly findings = computed(() => this.newest()?.findings ?? []);

  constructor() {
    let last: LintPreset | null = null;
    this.orders.pipe(takeUntilDestroyed()).subscribe((order) => (last = order));
    whenRecovered(() => {
      if (last !== null && isPassing(this.failure())) this.order(last);
    });
    this.orders
      .pipe(
        debounce(() => timer(this.newest() === null ? 0 : lintPause)),
        // A newer order ends the call of the one before: its answer never comes late.
        switchMap((order) => this.look(order)),
        takeUntilDestroyed(),
      )
      .subscribe(({ linted, problem }) => {
        this.looking.set(false);
        this.failure.set(problem);
        if (linted !== null) this.newest.set(linted);
      });
  }

  order(order: LintPreset): void {
    this.looking.set(true);
    this.orders.next(order);
  }

  private look(order: LintPreset) {
    return this.api.lint(order).pipe(
      map((linted) => ({ linted, problem: null })),
      catchError((error: unknown) => of({ linted: null, problem: toApiProblem(error) })),
    );
  }
}

import { inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { RenderedPreset, VariableValues } from '@hyprbox/contracts';
import { catchError, debounce, map, of, Subject, switchMap, timer } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import type { ApiProblem } from '../../core/api/problem';
import { isPassing, toApiProblem } from '../../core/api/problem';
import { whenRecovered } from '../../core/recovery/when-recovered';

/** Pause in typing after which the script is rendered anew, in milliseconds. */
export const renderPause = 250;

interface Order {
  preset: string;
  /** Null while the fields are not filled in rightly: there is nothing to render. */
  values: VariableValues | null;
}

/** The script of a preset as the server renders it from what stands in the form. */
@Injectable()
export class ScriptRendering {
  private readonly api = inject(PresetsApi);
  private readonly orders = new Subject<Order>();
  private readonly newest = signal<RenderedPreset | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly state = signal<'incomplete' | 'rendering' | 'current'>('incomplete');

  /** The last script there was, also while a newer one is on its way. */
  readonly rendered = this.newest.asReadonly();
  readonly problem = this.failure.asReadonly();
  /** Whether `rendered` is what the form says. */
  readonly freshness = this.state.asReadonly();

  constructor() {
    let last: Order | null = null;
    this.orders.pipe(takeUntilDestroyed()).subscribe((order) => (last = order));
    whenRecovered(() => {
      if (last !== null && isPassing(this.failure())) this.order(last.preset, last.values);
    });
    this.orders
      .pipe(
        debounce(() => timer(this.newest() === null ? 0 : renderPause)),
        // A newer order also ends the call of the one before.
        switchMap(({ preset, values }) => (values === null ? of(null) : this.render(preset, values))),
        takeUntilDestroyed(),
      )
      .subscribe((result) => {
        if (result === null) return;
        this.failure.set(result.problem);
        if (result.rendered === null) return;
        this.newest.set(result.rendered);
        this.state.set('current');
      });
  }

  order(preset: string, values: VariableValues | null): void {
    this.state.set(values === null ? 'incomplete' : 'rendering');
    this.failure.set(null);
    this.orders.next({ preset, values });
  }

  private render(preset: string, values: VariableValues) {
    return this.api.render(preset, values).pipe(
      map((rendered) => ({ rendered, problem: null })),
      catchError((error: unknown) => of({ rendered: null, problem: toApiProblem(error) })),
    );
  }
}

import { inject, Injectable, signal } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { Alert } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { catchError, lastValueFrom, from, map, mergeMap, of, tap, toArray } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { roundSpan } from '../figures/format';

/** For how long an alert is acknowledged unless something else is chosen, in seconds. */
export const ackSeconds = 24 * 60 * 60;
/** Calls that are under way at once, of as many alerts as were selected. */
const atOnce = 4;
/** How long the word of what was done stays, in milliseconds. */
const wordShown = 8_000;

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** Takes alerts on and gives them back, one or many, and says what came of it. */
@Injectable()
export class AlertOrders {
  private readonly api = inject(AlertsApi);
  private readonly snackBar = inject(MatSnackBar);
  private readonly underWay = signal<Progress | null>(null);

  /** Null while nothing is under way. */
  readonly progress = this.underWay.asReadonly();

  /** @returns the alerts as they have become; those with which it failed are left out */
  async acknowledge(
    alerts: readonly Alert[],
    forSeconds: number,
    changed: (alerts: readonly Alert[]) => void,
  ): Promise<void> {
    const done = await this.each(alerts, ({ id }) => this.api.acknowledge(id, { forSeconds }));
    if (done === null) return;
    changed(done.good);
    const words = `${counted(done.good.length)} acknowledged for ${roundSpan(forSeconds)}.`;
    this.say(words, done, () => void this.unacknowledge(done.good, changed));
  }

  async unacknowledge(alerts: readonly Alert[], changed: (alerts: readonly Alert[]) => void): Promise<void> {
    const done = await this.each(alerts, ({ id }) => this.api.unacknowledge(id));
    if (done === null) return;
    changed(done.good);
    this.say(`${counted(done.good.length)} no longer acknowledged.`, done, null);
  }

  private say(words: string, { good, bad }: Outcome, undo: (() => void) | null): void {
    const [problem] = bad;
    if (problem !== undefined) {
      const failed = `${counted(bad.length)} could not be changed. ${problem.detail || problem.title}`;
      this.snackBar.open(good.length === 0 ? failed : `${words} ${failed}`, 'Close');
      return;
    }
    const bar = this.snackBar.open(words, undo === null ? 'Close' : 'Undo', { duration: wordShown });
    if (undo !== null) bar.onAction().subscribe(undo);
  }

  /** Null while something else is under way. */
  private async each(alerts: readonly Alert[], order: (alert: Alert) => Observable<Alert>): Promise<Outcome | null> {
    if (this.underWay() !== null || alerts.length === 0) return null;
    this.underWay.set({ done: 0, of: alerts.length });
    const outcomes = from(alerts).pipe(
      mergeMap(
        (alert) =>
          order(alert).pipe(
            map((after): Alert | ApiProblem => after),
            catchError((error: unknown) => of(toApiProblem(error))),
          ),
        atOnce,
      ),
      tap(() => this.underWay.update((progress) => progress && { ...progress, done: progress.done + 1 })),
      toArray(),
    );
    const all = await lastValueFrom(outcomes);
    this.underWay.set(null);
    return {
      good: all.filter((each): each is Alert => 'state' in each),
      bad: all.filter((each): each is ApiProblem => !('state' in each)),
    };
  }
}

interface Outcome {
  readonly good: readonly Alert[];
  readonly bad: readonly ApiProblem[];
}

function counted(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`;
}

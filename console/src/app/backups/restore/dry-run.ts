import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { BackupRunDetails, RestoreRequest } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { concatMap, filter, first, retry, switchMap, tap, timer } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';

/** Milliseconds between two looks at a dry run that is under way, and before a look that failed is tried again. */
export const lookPause = { usual: 1_000, failed: 5_000 } as const;

/** A dry run: asked for, followed to its end. */
@Injectable()
export class DryRun {
  private readonly api = inject(BackupsApi);
  private readonly owner = inject(DestroyRef);
  private readonly current = signal<BackupRunDetails | null>(null);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly underWay = signal(false);
  private pending: Subscription | null = null;

  /** The run as it is; null before it is queued. */
  readonly run = this.current.asReadonly();
  /** Why it could not be asked for. */
  readonly problem = this.failure.asReadonly();
  readonly busy = this.underWay.asReadonly();

  start(request: RestoreRequest): void {
    this.forget();
    this.underWay.set(true);
    this.pending = this.api.snapshots
      .restore({ ...request, dryRun: true })
      .pipe(
        switchMap(({ id }) =>
          timer(0, lookPause.usual).pipe(
            concatMap(() => this.api.runs.get(id).pipe(retry({ delay: lookPause.failed }))),
            tap((run) => this.current.set(run)),
          ),
        ),
        filter(({ status }) => isTerminal(status)),
        first(),
        takeUntilDestroyed(this.owner),
      )
      .subscribe({
        next: () => this.underWay.set(false),
        error: (error: unknown) => {
          this.failure.set(toApiProblem(error));
          this.underWay.set(false);
        },
      });
  }

  /** What was asked for has changed: the answer does not count any more. */
  forget(): void {
    this.pending?.unsubscribe();
    this.current.set(null);
    this.failure.set(null);
    this.underWay.set(false);
  }
}

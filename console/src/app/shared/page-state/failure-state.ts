import { Component, computed, effect, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ProblemKind } from '../../core/api/problem';
import { isPassing, toApiProblem } from '../../core/api/problem';
import { ServerRecovery } from '../../core/recovery/server-recovery';
import { whenRecovered } from '../../core/recovery/when-recovered';
import { PageState } from './page-state';

/** The same call would be answered in the same way. */
const final: ReadonlySet<ProblemKind> = new Set(['forbidden', 'invalid', 'not-found']);

/**
 * A failed load in the user's words, with the way out: try again, or where trying again cannot help, what is projected,
 * such as a link to where it goes on. When the server is back after it did not answer, it tries again by itself.
 */
@Component({
  selector: 'hb-failure-state',
  imports: [MatButton, PageState],
  template: `
    <hb-page-state
      role="alert"
      [icon]="problem().kind === 'forbidden' ? 'ban' : 'circle-alert'"
      [title]="problem().title"
      [detail]="detail()"
      [points]="points()"
    >
      @if (mayRetry()) {
        <button matButton="outlined" type="button" (click)="retry.emit()">Try again</button>
      } @else {
        <ng-content />
      }
    </hb-page-state>
  `,
})
export class FailureState {
  readonly error = input.required<unknown>();
  readonly retry = output();

  protected readonly problem = computed(() => toApiProblem(this.error()));
  protected readonly mayRetry = computed(() => !final.has(this.problem().kind));
  /** What was wrong with each part of what was asked. */
  protected readonly points = computed(() =>
    this.problem().faults.map(({ pointer, detail }) => `${pointer}: ${detail}`),
  );
  protected readonly detail = computed(() => {
    const { detail, requestId, kind } = this.problem();
    return requestId !== null && kind === 'unexpected' ? `${detail} Request ${requestId}.` : detail;
  });

  constructor() {
    whenRecovered(() => {
      if (isPassing(this.problem())) this.retry.emit();
    });
    const recovery = inject(ServerRecovery);
    effect(() => recovery.awaitRecovery(this.error()));
  }
}

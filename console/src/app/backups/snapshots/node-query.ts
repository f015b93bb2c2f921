import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import { backupLimits } from '@hyprbox/contracts';
import { ApiProblem, toApiProblem } from '../../core/api/problem';
import { Clock } from '../../core/clock/clock';
import { FailureState } from '../../shared/page-state/failure-state';

/** What stands in the place of an answer that a host has still to give, or could not. */
@Component({
  selector: 'hb-node-query',
  imports: [FailureState, MatProgressBar],
  template: `
    @if (loading()) {
      <div class="asking" role="status">
        <p>Asking {{ host() }}…</p>
        <p class="quiet">It reads its repository. That takes a few seconds, at most {{ limit }}.</p>
      </div>
      <mat-progress-bar mode="determinate" [value]="share()" aria-label="Time that the host has taken" />
    } @else if (error()) {
      <hb-failure-state [error]="problem()" (retry)="retry.emit()" />
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .asking {
      padding: 32px 24px 20px;
      text-align: center;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class NodeQuery {
  private readonly clock = inject(Clock);

  readonly host = input.required<string>();
  readonly loading = input.required<boolean>();
  readonly error = input.required<unknown>();
  readonly retry = output();

  protected readonly limit = `${backupLimits.querySeconds} s`;
  /** “Conflict” says little: it is the host that had no answer, and the detail says why. */
  protected readonly problem = computed(() => {
    const problem = toApiProblem(this.error());
    return problem.kind === 'conflict'
      ? new ApiProblem({ ...problem, title: `No answer from ${this.host()}` })
      : problem;
  });
  private readonly since = signal(0);
  protected readonly share = computed(() => {
    const seconds = (this.clock.now() - this.since()) / 1000;
    return Math.min(100, Math.max(2, (seconds / backupLimits.querySeconds) * 100));
  });

  constructor() {
    effect(() => {
      if (this.loading()) this.since.set(untracked(this.clock.now));
    });
  }
}

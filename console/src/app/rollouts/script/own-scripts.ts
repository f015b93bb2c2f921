import { Component, DestroyRef, inject, output, signal } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Rollout, RolloutSummary } from '@hyprbox/contracts';
import { adHocPreset } from '@hyprbox/contracts';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { healing } from '../../core/recovery/when-recovered';
import { Session } from '../../core/session/session';
import { FailureState } from '../../shared/page-state/failure-state';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { RolloutStateLabel } from '../../shared/rollout/rollout-state-label';
import { RelativeTime } from '../../shared/time/relative-time';

/** Scripts that are shown. */
const shownScripts = 20;

/** The scripts that the user ran last, to look at or to run again. */
@Component({
  selector: 'hb-own-scripts',
  imports: [FailureState, MatButton, RelativeTime, RolloutStateLabel, RouterLink],
  template: `
    <h2>What you ran before</h2>
    @if (scripts.hasValue()) {
      <ul>
        @for (rollout of scripts.value().items; track rollout.id) {
          <li>
            <a class="name" [routerLink]="['/dashboard/rollouts', rollout.id]">{{ rollout.name }}</a>
            <span class="what">
              <hb-rollout-state [state]="rollout.state" />
              <span class="quiet">{{ hosts(rollout.targets) }}</span>
              <span class="quiet"><hb-relative-time [at]="rollout.createdAt" /></span>
            </span>
            <button
              matButton
              type="button"
              [disabled]="reading() !== null"
              disabledInteractive
              [attr.aria-label]="'Use again: ' + rollout.name"
              (click)="use(rollout)"
            >
              {{ reading() === rollout.id ? 'Reading…' : 'Use again' }}
            </button>
          </li>
        } @empty {
          <li class="quiet">Nothing yet: what you run is kept here, with its output.</li>
        }
      </ul>
      @if (problem(); as failure) {
        <p class="failed" role="alert">{{ failure.title }}. {{ failure.detail }}</p>
      }
    } @else if (scripts.error(); as error) {
      <hb-failure-state [error]="error" (retry)="scripts.reload()" />
    } @else {
      <div role="status">
        <span class="hb-visually-hidden">Loading what you ran before</span>
        <div class="hb-skeleton"></div>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 14px 16px;
    }
    h2 {
      margin-bottom: 6px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 12px;
      align-items: center;
      padding: 8px 0;
    }
    li + li {
      border-top: 1px solid var(--hb-line);
    }
    .name {
      grid-column: 1;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .what {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      align-items: center;
      grid-area: 2 / 1;
    }
    button {
      grid-area: 1 / 2 / 3;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .failed {
      color: var(--hb-critical-text);
    }
    .hb-skeleton {
      display: block;
      height: 160px;
    }
  `,
})
export class OwnScripts {
  private readonly api = inject(RolloutsApi);
  private readonly session = inject(Session);
  private readonly owner = inject(DestroyRef);

  /** One that is to be run again, with its script. */
  readonly used = output<Rollout>();

  protected readonly hosts = hostCount;
  protected readonly reading = signal<string | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly scripts = healing(
    rxResource({
      params: () => this.session.user()?.id,
      stream: ({ params }) => this.api.list({ preset: adHocPreset, createdBy: params, limit: shownScripts }),
    }),
  );

  protected use({ id }: RolloutSummary): void {
    if (this.reading() !== null) return;
    this.reading.set(id);
    this.problem.set(null);
    this.api
      .get(id)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (rollout) => {
          this.reading.set(null);
          this.used.emit(rollout);
        },
        error: (error: unknown) => {
          this.reading.set(null);
          this.problem.set(toApiProblem(error));
        },
      });
  }
}

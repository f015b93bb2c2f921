import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { showHeading } from '../../core/heading/page-heading';
import { FailureState } from '../../shared/page-state/failure-state';
import { RolloutView } from './rollout-view';

/** Loads the rollout that the address names. */
@Component({
  selector: 'hb-rollout-page',
  imports: [FailureState, MatButton, RolloutView, RouterLink],
  template: `
    <!-- One view a rollout: it begins anew when the address names another. -->
    @for (item of loaded(); track item.id) {
      <hb-rollout-view [loaded]="item" [host]="host()" />
    } @empty {
      @if (rollout.error(); as error) {
        <hb-failure-state [error]="error" (retry)="rollout.reload()">
          <a matButton="outlined" routerLink="/dashboard/rollouts">Go to the rollouts</a>
        </hb-failure-state>
      } @else {
        <div class="hb-page" role="status">
          <span class="hb-visually-hidden">Loading the rollout</span>
          <div class="hb-skeleton head"></div>
          <div class="hb-skeleton strip"></div>
          <div class="hb-skeleton rows"></div>
        </div>
      }
    }
  `,
  styles: `
    .hb-skeleton {
      display: block;
      margin-bottom: 16px;
      border-radius: var(--hb-radius);
    }
    .head {
      max-width: 420px;
      height: 32px;
    }
    .strip {
      height: 180px;
    }
    .rows {
      height: 240px;
    }
  `,
})
export class RolloutPage {
  private readonly api = inject(RolloutsApi);

  /** From the address: the rollout, and the host whose output is shown. */
  readonly rolloutId = input.required<string>();
  readonly host = input<string>();

  protected readonly rollout = rxResource({
    params: () => this.rolloutId(),
    stream: ({ params }) => this.api.get(params),
  });
  protected readonly loaded = computed(() => (this.rollout.hasValue() ? [this.rollout.value()] : []));

  constructor() {
    showHeading(() => ({
      title: this.loaded()[0]?.name ?? 'Rollout',
      trail: [{ label: 'Rollouts', link: '/dashboard/rollouts' }],
    }));
  }
}

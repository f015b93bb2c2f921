import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { BackupPolicy, BackupTarget } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { forkJoin, map } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollWhileVisible } from '../../core/live/poll';
import { FailureState } from '../../shared/page-state/failure-state';
import { refreshSeconds } from '../refresh';
import { PolicyView } from './policy-view';

interface Loaded {
  policy: BackupPolicy;
  targets: readonly BackupTarget[];
}

/** Loads the policy that the address names, and how the hosts stand that it covers, and keeps them fresh. */
@Component({
  selector: 'hb-policy-page',
  imports: [FailureState, MatButton, PolicyView, RouterLink],
  template: `
    @if (known(); as known) {
      <hb-policy-view
        [policy]="known.policy"
        [targets]="known.targets"
        [node]="node() ?? null"
        (changed)="resource.reload()"
      />
    } @else if (resource.error(); as error) {
      <hb-failure-state [error]="error" (retry)="resource.reload()">
        <a matButton="outlined" routerLink="/dashboard/backups">Go to the backups</a>
      </hb-failure-state>
    } @else {
      <div class="hb-page" role="status">
        <span class="hb-visually-hidden">Loading the policy</span>
        <div class="hb-skeleton"></div>
      </div>
    }
  `,
  styles: `
    .hb-skeleton {
      display: block;
      height: 460px;
      border-radius: var(--hb-radius);
    }
  `,
})
export class PolicyPage {
  private readonly api = inject(BackupsApi);

  /** From the address: the policy, and the host whose history is shown. */
  readonly policyId = input.required<string>();
  readonly node = input<string>();

  protected readonly resource = rxResource({
    params: () => this.policyId(),
    stream: ({ params: policyId }) =>
      forkJoin({
        policy: this.api.policies.get(policyId),
        targets: this.api.targets({ policyId, limit: limits.pageMax }).pipe(map(({ items }) => items)),
      }),
  });
  private last: Loaded | null = null;
  /** What was known last stays when it cannot be read again. */
  protected readonly known = computed<Loaded | null>(() => {
    const policyId = this.policyId();
    if (this.resource.hasValue()) this.last = this.resource.value();
    return this.last?.policy.id === policyId ? this.last : null;
  });

  constructor() {
    showHeading(() => ({
      title: this.known()?.policy.name ?? 'Policy',
      trail: [{ label: 'Backups', link: '/dashboard/backups' }],
    }));
    pollWhileVisible(refreshSeconds, () => this.resource.reload());
  }
}

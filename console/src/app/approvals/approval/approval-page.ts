import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Approval } from '@hyprbox/contracts';
import { ApprovalsApi } from '../../core/api/approvals.api';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { healing } from '../../core/recovery/when-recovered';
import { FailureState } from '../../shared/page-state/failure-state';
import { ApprovalDecision } from './approval-decision';
import { ApprovalFacts } from './approval-facts';
import { ApprovalScript } from './approval-script';

/** One request: what would run, where and when, what has changed since it ran last, and the decision. */
@Component({
  selector: 'hb-approval-page',
  imports: [ApprovalDecision, ApprovalFacts, ApprovalScript, FailureState, MatButton, RouterLink],
  template: `
    <div class="hb-page">
      @if (approval(); as approval) {
        <hb-approval-decision class="hb-card" [approval]="approval" (decided)="known.set($event)" (outdated)="read()" />
        <div class="columns">
          <hb-approval-script class="hb-card" [approval]="approval" />
          <hb-approval-facts
            class="hb-card"
            [approval]="approval"
            [rollout]="rollout.hasValue() ? rollout.value() : null"
            [error]="rollout.error()"
            (retry)="rollout.reload()"
          />
        </div>
      } @else if (known.error(); as error) {
        <div class="hb-card">
          <hb-failure-state [error]="error" (retry)="read()">
            <a matButton="outlined" routerLink="/dashboard/approvals">Go to the approvals</a>
          </hb-failure-state>
        </div>
      } @else {
        <div role="status">
          <span class="hb-visually-hidden">Loading the approval</span>
          <div class="hb-skeleton block"></div>
        </div>
      }
    </div>
  `,
  styles: `
    .hb-page {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 340px;
      gap: 16px;
      align-items: start;
    }
    .block {
      display: block;
      height: 320px;
      border-radius: var(--hb-radius);
    }
    @media (width < 1000px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
      hb-approval-facts {
        order: -1;
      }
    }
  `,
})
export class ApprovalPage {
  private readonly api = inject(ApprovalsApi);
  private readonly rollouts = inject(RolloutsApi);

  /** From the address. */
  readonly approvalId = input.required<string>();

  protected readonly known = new KnownValue<Approval>();
  protected readonly approval = this.known.value;
  private readonly rolloutId = computed(() => this.approval()?.rolloutId);
  protected readonly rollout = healing(
    rxResource({ params: () => this.rolloutId(), stream: ({ params: id }) => this.rollouts.get(id) }),
  );

  constructor() {
    showHeading(() => ({
      title: this.approval()?.name ?? 'Approval',
      trail: [{ label: 'Approvals', link: '/dashboard/approvals' }],
    }));
    effect(() => {
      this.approvalId();
      untracked(() => {
        this.known.forget();
        this.read();
      });
    });
    pollWhileVisible(pollSeconds, () => this.read());
  }

  protected read(): void {
    this.known.read(this.api.get(this.approvalId()));
  }
}

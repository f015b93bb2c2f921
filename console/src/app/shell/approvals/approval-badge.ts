import { Component, computed, effect, inject, output } from '@angular/core';
import type { ApprovalSummary, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { ApprovalsApi } from '../../core/api/approvals.api';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { whenRecovered } from '../../core/recovery/when-recovered';
import { Session } from '../../core/session/session';
import { atAGlance } from '../../shared/figures/at-a-glance';

/** How many requests wait for a decision of whoever is signed in: what they have asked for themselves is not among them. */
@Component({
  selector: 'hb-approval-badge',
  template: `
    @if (count() > 0) {
      <span class="count">{{ shown() }}</span>
      <span class="hb-visually-hidden"> waiting for you</span>
    }
  `,
  styles: `
    :host {
      display: flex;
    }
    .count {
      min-width: 18px;
      padding: 0 5px;
      font-size: 11px;
      font-weight: 600;
      line-height: 18px;
      font-variant-numeric: tabular-nums;
      color: var(--hb-page);
      text-align: center;
      background: var(--hb-warning-text);
      border-radius: 9px;
    }
  `,
})
export class ApprovalBadge {
  private readonly api = inject(ApprovalsApi);
  private readonly user = inject(Session).user;
  private readonly waiting = new KnownValue<Page<ApprovalSummary>>();

  /** Each time that it is another number. */
  readonly counted = output<number>();

  protected readonly count = computed(() => {
    const items = this.waiting.value()?.items ?? [];
    return items.filter(({ requestedBy }) => requestedBy === null || requestedBy !== this.user()?.id).length;
  });
  protected readonly shown = computed(() => atAGlance(this.count()));

  constructor() {
    effect(() => this.counted.emit(this.count()));
    this.read();
    pollWhileVisible(pollSeconds, () => this.read());
    whenRecovered(() => this.read());
  }

  private read(): void {
    this.waiting.read(this.api.list({ state: 'PENDING', limit: limits.pageMax }));
  }
}

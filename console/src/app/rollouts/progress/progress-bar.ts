import { Component, computed, input } from '@angular/core';
import type { RolloutCounts } from '@hyprbox/contracts';
import { progressShares } from './progress-words';

/** How far a rollout has come, in one line. Words beside it say the same. */
@Component({
  selector: 'hb-progress-bar',
  template: `
    @for (share of shares(); track share.status) {
      <span [attr.data-status]="share.status" [style.width.%]="share.percent"></span>
    }
  `,
  host: { 'aria-hidden': 'true' },
  styles: `
    :host {
      display: flex;
      height: 6px;
      overflow: hidden;
      background: var(--hb-raised);
      border-radius: 3px;
    }
    span {
      background: var(--hb-status-dot);
      transition: width var(--hb-motion);
    }
  `,
})
export class ProgressBar {
  readonly counts = input.required<RolloutCounts>();
  readonly targets = input.required<number>();

  protected readonly shares = computed(() => progressShares(this.counts(), this.targets()));
}

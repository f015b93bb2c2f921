import { Component, computed, inject, input } from '@angular/core';
import type { Thresholds } from '@hyprbox/contracts';
import { FleetThresholds } from '../../core/thresholds/thresholds';
import { formatPercent } from '../../shared/figures/format';
import { Sparkline } from '../../shared/sparkline/sparkline';

/** One headline figure of a host, large, with its last hour. */
@Component({
  selector: 'hb-big-metric',
  imports: [Sparkline],
  template: `
    <span class="label">{{ label() }}</span>
    <span class="figure">
      {{ figure() }}
      @if (level() !== 'normal') {
        <small>{{ level() === 'critical' ? 'Critical' : 'Warning' }}</small>
      }
    </span>
    <span class="note">{{ note() || '&nbsp;' }}</span>
    <hb-sparkline [values]="course()" />
  `,
  styleUrl: './big-metric.scss',
  host: { class: 'hb-card', '[attr.data-status]': 'status()' },
})
export class BigMetric {
  private readonly thresholds = inject(FleetThresholds);

  readonly kind = input.required<keyof Thresholds>();
  readonly label = input.required<string>();
  readonly percent = input.required<number | null | undefined>();
  readonly note = input('');
  readonly course = input.required<readonly (number | null)[] | null>();
  /** The host is silent: its figures are the last ones, and no alarm of now. */
  readonly stale = input(false);

  protected readonly figure = computed(() => formatPercent(this.percent()));
  protected readonly level = computed(() =>
    this.stale() ? 'normal' : this.thresholds.levelOf(this.kind(), this.percent()),
  );
  protected readonly status = computed(() => {
    if (this.stale()) return 'OFFLINE';
    const level = this.level();
    return level === 'normal' ? null : level.toUpperCase();
  });
}

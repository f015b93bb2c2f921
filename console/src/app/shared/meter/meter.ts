import { Component, computed, inject, input } from '@angular/core';
import type { Thresholds } from '@hyprbox/contracts';
import { FleetThresholds } from '../../core/thresholds/thresholds';
import { formatPercent } from '../figures/format';
import { PointedName } from '../pointed-name/pointed-name';

/** A percentage with its name, its figure and a bar, amber or red where the fleet's thresholds say so. */
@Component({
  selector: 'hb-meter',
  imports: [PointedName],
  template: `
    @if (label()) {
      <span class="label" hbPointedName>{{ label() }}</span>
    }
    <span class="figure">{{ figure() }}</span>
    <span class="bar" [style.background-size.%]="width()"></span>
  `,
  host: { '[attr.data-level]': 'level()' },
  styleUrl: './meter.scss',
})
export class Meter {
  private readonly thresholds = inject(FleetThresholds);

  readonly kind = input.required<keyof Thresholds>();
  readonly label = input('');
  readonly percent = input.required<number | null | undefined>();
  /** The figure is an old one: shown, but neither amber nor red. */
  readonly stale = input(false);

  protected readonly figure = computed(() => formatPercent(this.percent()));
  protected readonly width = computed(() => Math.min(100, Math.max(0, this.percent() ?? 0)));
  protected readonly level = computed(() =>
    this.stale() ? 'stale' : this.thresholds.levelOf(this.kind(), this.percent()),
  );
}

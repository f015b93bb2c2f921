import { Component, computed, input } from '@angular/core';
import type { ChartSeries } from './chart-series';

/** What a chart says of one of its times: each figure's mean, and its band where several samples were gathered. */
@Component({
  selector: 'hb-chart-readout',
  template: `
    <div class="time">{{ time() }}</div>
    @for (row of rows(); track row.name) {
      <div class="row" [attr.data-colour]="row.colour">
        <span class="name">{{ row.name }}</span>
        <span class="value">{{ row.value }}</span>
      </div>
      @if (row.band; as band) {
        <div class="band">
          <span class="name">{{ band.name }}</span>
          <span>{{ band.figures }}</span>
        </div>
      }
    }
  `,
  styleUrl: './chart-readout.scss',
})
export class ChartReadout {
  readonly at = input.required<number>();
  readonly index = input.required<number>();
  readonly series = input.required<readonly ChartSeries[]>();
  readonly format = input.required<(value: number) => string>();

  protected readonly time = computed(() =>
    new Date(this.at()).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }),
  );
  protected readonly rows = computed(() => {
    const [index, format] = [this.index(), this.format()];
    return this.series().map(({ name, colour, values, band }) => {
      const value = values[index] ?? null;
      const low = band?.low[index] ?? null;
      const high = band?.high[index] ?? null;
      return {
        name,
        colour,
        value: value === null ? 'Nothing measured' : format(value),
        band: band && low !== null && high !== null && { name: band.name, figures: `${format(low)} – ${format(high)}` },
      };
    });
  });
}

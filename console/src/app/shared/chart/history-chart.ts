import { Component, computed, DOCUMENT, inject, input } from '@angular/core';
import { NgxEchartsDirective, provideEchartsCore } from 'ngx-echarts';
import { Theme } from '../../core/theme/theme';
import { readChartPalette } from './chart-palette';
import type { ChartSeries } from './chart-series';
import { historyChartOption } from './history-chart-option';

/** Figures over time. Put it in a `@defer` block: ECharts is larger than the rest of the console. */
@Component({
  selector: 'hb-history-chart',
  imports: [NgxEchartsDirective],
  providers: [provideEchartsCore({ echarts: () => import('./echarts-core') })],
  template: '<div class="canvas" role="img" [attr.aria-label]="summary()" echarts [options]="option()"></div>',
  styles: `
    :host,
    .canvas {
      display: block;
      height: 100%;
    }
  `,
})
export class HistoryChart {
  private readonly document = inject(DOCUMENT);
  private readonly theme = inject(Theme);

  readonly label = input.required<string>();
  readonly times = input.required<readonly number[]>();
  readonly series = input.required<readonly ChartSeries[]>();
  readonly format = input.required<(value: number) => string>();
  readonly max = input<number | null>(null);

  private readonly palette = computed(() => {
    this.theme.name();
    return readChartPalette(this.document);
  });

  protected readonly option = computed(() =>
    historyChartOption(
      { times: this.times(), series: this.series(), format: this.format(), max: this.max() },
      this.palette(),
    ),
  );

  /** The chart in words, for those who cannot see it. */
  protected readonly summary = computed(() => {
    const parts = this.series().map(({ name, values }) => {
      const measured = values.filter((value) => value !== null);
      const latest = measured.at(-1);
      if (latest === undefined) return `${name}: nothing measured`;
      const format = this.format();
      return `${name}: now ${format(latest)}, lowest ${format(Math.min(...measured))}, highest ${format(Math.max(...measured))}`;
    });
    return `${this.label()}. ${parts.join('. ')}`;
  });
}

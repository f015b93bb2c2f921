import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ChartSpan } from './chart-frame';
import type { ChartTick } from './chart-marks';
import type { TickGroup } from './tick-groups';
import { tickGroups } from './tick-groups';

/** Of the chart's time, what is shown on either side of ticks that are told apart by zooming in. */
const margin = 0.005;

/** What happened, along a chart's time axis: one tick leads to what it stands for, several are zoomed in on. */
@Component({
  selector: 'hb-chart-ticks',
  imports: [RouterLink],
  template: `
    @for (group of groups(); track $index) {
      @if (group.ticks.length === 1) {
        <a
          tabindex="-1"
          [attr.data-tone]="group.tone"
          [attr.data-shape]="group.shape"
          [style.left.%]="group.left"
          [title]="group.label"
          [routerLink]="group.ticks[0]?.link"
        ></a>
      } @else {
        <button
          type="button"
          tabindex="-1"
          [attr.data-tone]="group.tone"
          [attr.data-shape]="group.shape"
          [style.left.%]="group.left"
          [title]="group.label"
          (click)="zoomTo(group)"
        ></button>
      }
    }
  `,
  styles: `
    a,
    button {
      --tick: var(--hb-offline);

      position: absolute;
      bottom: -12px;
      width: 16px;
      height: 20px;
      padding: 0;
      margin-left: -8px;
      cursor: pointer;
      background: none;
      border: 0;
    }
    a::before,
    button::before {
      display: block;
      width: 9px;
      height: 9px;
      margin: auto;
      content: '';
      background: var(--tick);
      border: 1px solid var(--hb-surface);
      border-radius: 50%;
    }
    button::before {
      width: 12px;
      height: 12px;
      outline: 1px solid var(--tick);
    }
    [data-shape='diamond']::before {
      border-radius: 1px;
      rotate: 45deg;
    }
    [data-tone='critical'] {
      --tick: var(--hb-critical);
    }
    [data-tone='warning'] {
      --tick: var(--hb-warning);
    }
    [data-tone='good'] {
      --tick: var(--hb-online);
    }
  `,
  host: { 'aria-hidden': 'true', '(pointerdown)': '$event.stopPropagation()' },
})
export class ChartTicks {
  readonly ticks = input.required<readonly ChartTick[]>();
  readonly span = input.required<ChartSpan>();
  readonly spanChosen = output<ChartSpan>();

  protected readonly groups = computed(() => tickGroups(this.ticks(), this.span()));

  protected zoomTo({ ticks }: TickGroup): void {
    const { from, to } = this.span();
    const times = ticks.map(({ at }) => at);
    const room = (to - from) * margin;
    this.spanChosen.emit({ from: Math.min(...times) - room, to: Math.max(...times) + room });
  }
}

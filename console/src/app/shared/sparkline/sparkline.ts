import { Component, computed, input } from '@angular/core';
import { sparklinePath } from './sparkline-path';

/** The course of a percentage at a glance. Decorative: the figure itself stands beside it. */
@Component({
  selector: 'hb-sparkline',
  template: `
    @if (values(); as values) {
      <svg [attr.viewBox]="'0 -2 ' + (values.length - 1) + ' 104'" preserveAspectRatio="none">
        <path class="area" [attr.d]="path().area" />
        <path class="line" [attr.d]="path().line" vector-effect="non-scaling-stroke" />
      </svg>
    }
  `,
  host: { 'aria-hidden': 'true' },
  styles: `
    :host {
      display: block;
      height: 32px;
      color: var(--hb-chart);
      /* The zero that the line stands on, also where nothing was measured. */
      border-bottom: 1px solid var(--hb-line);
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
    .line {
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.25;
      stroke-linejoin: round;
    }
    .area {
      fill: currentcolor;
      opacity: 0.14;
    }
  `,
})
export class Sparkline {
  /** 0..100, oldest first, null for gaps; null while they are being loaded. */
  readonly values = input.required<readonly (number | null)[] | null>();
  protected readonly path = computed(() => sparklinePath(this.values() ?? []));
}

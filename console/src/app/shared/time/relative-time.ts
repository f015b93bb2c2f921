import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../../core/clock/clock';
import { age } from './age';
import { dayAndTime } from './local-time';

/** "3 s ago", ticking; the exact time is in the tooltip and in the element's `datetime`. */
@Component({
  selector: 'hb-relative-time',
  template: '<time [attr.datetime]="at()" [title]="exact()">{{ words() }}</time>',
  styles: `
    time {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
  `,
})
export class RelativeTime {
  private readonly clock = inject(Clock);

  /** ISO-8601. */
  readonly at = input.required<string>();

  protected readonly words = computed(() => {
    const words = age(this.clock.now() - Date.parse(this.at()));
    return words === 'now' ? words : `${words} ago`;
  });
  protected readonly exact = computed(() => dayAndTime(new Date(this.at())));
}

import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../../core/clock/clock';
import { age } from './age';
import { dayAndTime } from './local-time';

/** "in 3 h", "due now" once it has come; the exact time is in the tooltip and in the element's `datetime`. */
@Component({
  selector: 'hb-time-ahead',
  template: '<time [attr.datetime]="at()" [title]="exact()">{{ words() }}</time>',
  styles: `
    time {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
  `,
})
export class TimeAhead {
  private readonly clock = inject(Clock);

  /** ISO-8601. */
  readonly at = input.required<string>();

  protected readonly words = computed(() => {
    const words = age(Date.parse(this.at()) - this.clock.now());
    return words === 'now' ? 'due now' : `in ${words}`;
  });
  protected readonly exact = computed(() => dayAndTime(new Date(this.at())));
}

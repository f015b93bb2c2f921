import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../../core/clock/clock';
import { dayAndMonth, dayAndTime, timeOfDay } from './local-time';

/** The local time of day to the second; the day for what did not happen today. The whole date is in the tooltip. */
@Component({
  selector: 'hb-time-of-day',
  template: '<time class="hb-mono" [attr.datetime]="at()" [title]="whole()">{{ words() }}</time>',
  styles: `
    :host {
      min-width: 58px;
      white-space: nowrap;
    }
  `,
})
export class TimeOfDay {
  private readonly clock = inject(Clock);

  /** ISO-8601. */
  readonly at = input.required<string>();

  private readonly today = computed(() => new Date(this.clock.now()).toDateString());
  protected readonly words = computed(() => {
    const at = new Date(this.at());
    return at.toDateString() === this.today() ? timeOfDay(at) : dayAndMonth(at);
  });
  protected readonly whole = computed(() => dayAndTime(new Date(this.at())));
}

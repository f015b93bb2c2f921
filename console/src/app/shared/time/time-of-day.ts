import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../../core/clock/clock';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

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
    return at.toDateString() === this.today() ? at.toLocaleTimeString('en-GB') : day.format(at);
  });
  protected readonly whole = computed(() => new Date(this.at()).toLocaleString('en-GB'));
}

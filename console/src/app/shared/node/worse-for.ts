import { Component, computed, inject, input } from '@angular/core';
import type { Node } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { age } from '../time/age';
import { dayAndTime } from '../time/local-time';
import { worseSince } from './node-words';

/** "14 min" beside or below the status of a host that needs somebody: for how long it has; nothing of another one. */
@Component({
  selector: 'hb-worse-for',
  template: `@if (words(); as words) {
    <span class="hb-visually-hidden">for</span> {{ words }}
  }`,
  host: { '[attr.title]': 'exact()' },
  styles: `
    :host {
      font-size: 12px;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      color: var(--hb-text-secondary);
    }
  `,
})
export class WorseFor {
  private readonly clock = inject(Clock);

  readonly node = input.required<Node>();

  private readonly since = computed(() => worseSince(this.node()));
  protected readonly exact = computed(() => {
    const since = this.since();
    return since === null ? null : `Since ${dayAndTime(new Date(since))}`;
  });
  protected readonly words = computed(() => {
    const since = this.since();
    return since === null ? null : age(this.clock.now() - Date.parse(since));
  });
}

import { Component, computed, inject, input } from '@angular/core';
import type { Node } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { age } from '../time/age';
import { dayAndTime } from '../time/local-time';

/** "3 s ago", "silent 14 min" for a host that stopped reporting, "never" for one that has not begun. */
@Component({
  selector: 'hb-last-seen',
  template: '{{ words() }}',
  host: { '[attr.data-silent]': 'silent() || null', '[attr.title]': 'exact()' },
  styles: `
    :host {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      color: var(--hb-text-secondary);
    }
    :host([data-silent]) {
      color: var(--hb-offline-text);
    }
  `,
})
export class LastSeen {
  private readonly clock = inject(Clock);

  readonly node = input.required<Pick<Node, 'status' | 'lastSeenAt'>>();

  protected readonly silent = computed(() => this.node().status === 'OFFLINE');
  protected readonly exact = computed(() => {
    const at = this.node().lastSeenAt;
    return at === null ? null : dayAndTime(new Date(at));
  });
  protected readonly words = computed(() => {
    const at = this.node().lastSeenAt;
    if (at === null) return 'never';
    const span = age(this.clock.now() - Date.parse(at));
    if (this.silent()) return `silent ${span}`;
    return span === 'now' ? span : `${span} ago`;
  });
}

import { Component, computed, input } from '@angular/core';
import type { NodeStatus } from '@hyprbox/contracts';
import { statusWords } from './status-words';

/** A host's status as a dot and a word: the colour never stands alone. */
@Component({
  selector: 'hb-node-status',
  template: '<span class="dot"></span>{{ word() }}',
  host: { '[attr.data-status]': 'status()' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      white-space: nowrap;
      color: var(--hb-status-text);
    }
    .dot {
      flex: none;
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--hb-status-dot);
    }
  `,
})
export class NodeStatusLabel {
  readonly status = input.required<NodeStatus>();
  protected readonly word = computed(() => statusWords[this.status()]);
}

import { Component, computed, input } from '@angular/core';
import type { NodeStatus } from '@hyprbox/contracts';
import { StatusDot } from './status-dot';
import { statusWords } from './status-words';

/** A host's status as a dot and a word: the colour never stands alone. */
@Component({
  selector: 'hb-node-status',
  imports: [StatusDot],
  template: '<hb-status-dot />{{ word() }}',
  host: { '[attr.data-status]': 'status()' },
  styleUrl: './status-label.scss',
})
export class NodeStatusLabel {
  readonly status = input.required<NodeStatus>();
  protected readonly word = computed(() => statusWords[this.status()]);
}

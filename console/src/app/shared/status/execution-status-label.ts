import { Component, computed, input } from '@angular/core';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { executionStatusWords } from './execution-status-words';
import { StatusDot } from './status-dot';

/** A job's status as a chip with a dot and a word, and what more is known in short, such as how long it has taken. */
@Component({
  selector: 'hb-execution-status',
  imports: [StatusDot],
  template: `<hb-status-dot />{{ word() }}
    @if (detail()) {
      <span class="detail">· {{ detail() }}</span>
    }`,
  host: { '[attr.data-status]': 'status()' },
  styleUrl: './status-chip.scss',
})
export class ExecutionStatusLabel {
  readonly status = input.required<ExecutionStatus>();
  readonly detail = input('');

  protected readonly word = computed(() => executionStatusWords[this.status()]);
}

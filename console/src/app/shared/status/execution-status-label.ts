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
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 1px 9px;
      font-size: 12px;
      font-weight: 600;
      line-height: 18px;
      color: var(--hb-status-text);
      white-space: nowrap;
      background: color-mix(in srgb, var(--hb-status-dot) 12%, transparent);
      border-radius: 10px;
    }
    hb-status-dot {
      width: 7px;
      height: 7px;
    }
    .detail {
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class ExecutionStatusLabel {
  readonly status = input.required<ExecutionStatus>();
  readonly detail = input('');

  protected readonly word = computed(() => executionStatusWords[this.status()]);
}

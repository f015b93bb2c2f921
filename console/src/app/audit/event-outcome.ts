import { Component, computed, input } from '@angular/core';
import type { AuditEvent } from '@hyprbox/contracts';

/** How it ended: what went well is quiet, a failure has the colour of one. */
@Component({
  selector: 'hb-event-outcome',
  template: `
    @if (failed()) {
      <span class="dot"></span>Failed
    } @else {
      Done
    }
  `,
  host: { '[attr.data-status]': 'failed() ? "FAILED" : null' },
  styles: `
    :host {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      color: var(--hb-status-text, var(--hb-text-secondary));
      white-space: nowrap;
    }
    .dot {
      flex: none;
      width: 8px;
      height: 8px;
      background: var(--hb-status-dot);
      border-radius: 50%;
    }
  `,
})
export class EventOutcome {
  readonly outcome = input.required<AuditEvent['outcome']>();
  protected readonly failed = computed(() => this.outcome() === 'failure');
}

import { Component, computed, input } from '@angular/core';
import type { AuditEvent } from '@hyprbox/contracts';
import { StatusDot } from '../shared/status/status-dot';

/** How it ended: what went well is quiet, a failure has the colour of one. */
@Component({
  selector: 'hb-event-outcome',
  imports: [StatusDot],
  template: `
    @if (failed()) {
      <hb-status-dot />Failed
    } @else {
      Done
    }
  `,
  host: { '[attr.data-status]': 'failed() ? "FAILED" : null' },
  styleUrl: '../shared/status/status-label.scss',
})
export class EventOutcome {
  readonly outcome = input.required<AuditEvent['outcome']>();
  protected readonly failed = computed(() => this.outcome() === 'failure');
}

import { Component, computed, input } from '@angular/core';
import type { Alert } from '@hyprbox/contracts';
import { StatusDot } from '../status/status-dot';
import { severityWords } from './alert-words';

/** How bad an alert is, as a dot and a word; quietly of one that is over. */
@Component({
  selector: 'hb-alert-severity',
  imports: [StatusDot],
  template: '<hb-status-dot />{{ word() }}',
  host: { '[attr.data-status]': 'tone()' },
  styleUrl: '../status/status-label.scss',
})
export class AlertSeverityLabel {
  readonly alert = input.required<Pick<Alert, 'severity' | 'state'>>();

  protected readonly word = computed(() => severityWords[this.alert().severity]);
  protected readonly tone = computed(() => (this.alert().state === 'RESOLVED' ? null : this.alert().severity));
}

import { Component, computed, inject, input, output } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { RouterLink } from '@angular/router';
import type { Alert } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { AlertSeverityLabel } from '../../shared/alerts/alert-severity';
import { alertSince, figureWords, isAcknowledged, partWords, stateWords } from '../../shared/alerts/alert-words';
import { formatDuration } from '../../shared/figures/format';
import { age } from '../../shared/time/age';
import { RelativeTime } from '../../shared/time/relative-time';

/** Alerts, one a row, which can be selected by those who may do something about them. */
@Component({
  selector: 'hb-alert-table',
  imports: [AlertSeverityLabel, MatCheckbox, RelativeTime, RouterLink],
  templateUrl: './alert-table.html',
  styleUrl: './alert-table.scss',
})
export class AlertTable {
  private readonly clock = inject(Clock);

  readonly alerts = input.required<readonly Alert[]>();
  readonly caption = input.required<string>();
  readonly selectable = input(false);
  /** Ids. */
  readonly selected = input<ReadonlySet<string>>(new Set());
  readonly selectedChange = output<ReadonlySet<string>>();

  protected readonly rows = computed(() => {
    const now = this.clock.now();
    return this.alerts().map((alert) => ({
      alert,
      part: partWords(alert.target),
      since: alertSince(alert),
      figure: figureWords(alert.value, alert.unit),
      peak: figureWords(alert.peak, alert.unit),
      state: alert.state === 'FIRING' ? null : stateWords[alert.state],
      lasted: lasted(alert),
      keptBy: keptBy(alert, now),
    }));
  });
  protected readonly all = computed(() => {
    const alerts = this.alerts();
    return alerts.length > 0 && alerts.every(({ id }) => this.selected().has(id));
  });
  protected readonly some = computed(() => !this.all() && this.alerts().some(({ id }) => this.selected().has(id)));

  protected toggle(id: string, on: boolean): void {
    const ids = new Set(this.selected());
    if (on) ids.add(id);
    else ids.delete(id);
    this.selectedChange.emit(ids);
  }

  protected toggleAll(on: boolean): void {
    this.selectedChange.emit(new Set(on ? this.alerts().map(({ id }) => id) : []));
  }
}

function lasted(alert: Alert): string | null {
  if (alert.resolvedAt === null) return null;
  return formatDuration((Date.parse(alert.resolvedAt) - Date.parse(alertSince(alert))) / 1000);
}

/** Who has it, or what keeps it quiet. */
function keptBy(alert: Alert, now: number): string {
  const words: string[] = [];
  if (isAcknowledged(alert, now)) {
    const left = age(Date.parse(alert.ackedUntil ?? '') - now);
    words.push(`${alert.ackedBy ?? 'Somebody who is gone'}, ${left} more`);
  }
  if (alert.windowId !== null) words.push('Silenced by a window');
  if (alert.inhibitedBy !== null) words.push('Explained by another alert');
  return words.join(' · ');
}

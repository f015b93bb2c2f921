import { Component, computed, inject, input, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { alertSeverities } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { allItems } from '../../core/paging/all-items';
import { healing } from '../../core/recovery/when-recovered';
import { severityWords } from '../../shared/alerts/alert-words';
import { HostField } from '../../shared/host-field/host-field';
import type { AlertFilter } from './alert-view';

/** What the list of alerts is narrowed to. */
@Component({
  selector: 'hb-alert-filter-bar',
  // Has the focus of the button that clears the filters, which goes by that.
  host: { tabindex: '-1' },
  imports: [HostField, MatButton, MatFormField, MatLabel, MatOption, MatSelect],
  template: `
    <mat-form-field>
      <mat-label>Severity</mat-label>
      <mat-select [value]="filter().severity" (valueChange)="change({ severity: $event })">
        <mat-option [value]="null">Any</mat-option>
        @for (severity of severities; track severity) {
          <mat-option [value]="severity">{{ words[severity] }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <hb-host-field label="Host" [nodeId]="filter().nodeId" (changed)="change({ nodeId: $event })" />
    <mat-form-field>
      <mat-label>Rule</mat-label>
      <mat-select [value]="filter().ruleId" (valueChange)="change({ ruleId: $event })">
        <mat-option [value]="null">Any</mat-option>
        @for (rule of rules(); track rule.id) {
          <mat-option [value]="rule.id">{{ rule.name }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    @if (anySet()) {
      <button matButton type="button" (click)="changed.emit(none)">Clear filters</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 12px 8px;
      align-items: center;
    }
    mat-form-field,
    hb-host-field {
      flex: 1 1 120px;
      max-width: 220px;
    }
    @media (width < 700px) {
      mat-form-field,
      hb-host-field {
        flex-basis: calc(50% - 4px);
        max-width: none;
      }
    }
  `,
})
export class AlertFilterBar {
  private readonly api = inject(AlertsApi);

  readonly filter = input.required<AlertFilter>();
  readonly changed = output<AlertFilter>();

  protected readonly none: AlertFilter = { severity: null, nodeId: null, ruleId: null };
  protected readonly severities = alertSeverities.toReversed();
  protected readonly words = severityWords;
  protected readonly anySet = computed(() => Object.values(this.filter()).some((value) => value !== null));

  private readonly known = healing(rxResource({ stream: () => allItems((page) => this.api.rules.list(page)) }));
  /** The rule of the address is there, also when it is deleted. */
  protected readonly rules = computed(() => {
    const rules = this.known.hasValue() ? this.known.value().map(({ id, name }) => ({ id, name })) : [];
    const { ruleId } = this.filter();
    const missing = ruleId !== null && this.known.hasValue() && !rules.some(({ id }) => id === ruleId);
    return missing ? [{ id: ruleId, name: 'A rule that is deleted' }, ...rules] : rules;
  });

  protected change(part: Partial<AlertFilter>): void {
    this.changed.emit({ ...this.filter(), ...part });
  }
}

import { Component, computed, input } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatAutocomplete, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PolicyForm } from '../policy-form';
import type { PolicyInput } from '../policy-input';
import { ScheduleField } from '../schedule-field';
import { backupSchedules } from '../schedule-presets';
import { editorForm } from './editor-form';

/** Time zones that are suggested at once. */
const zonesMax = 50;

/** When a policy backs up, and which snapshots it keeps. */
@Component({
  selector: 'hb-schedule-section',
  imports: [
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    ReactiveFormsModule,
    ScheduleField,
  ],
  viewProviders: [editorForm],
  templateUrl: './schedule-section.html',
  styleUrls: ['./policy-section.scss', './schedule-section.scss'],
  host: { class: 'hb-card', role: 'region', 'aria-labelledby': 'when' },
})
export class ScheduleSection {
  readonly form = input.required<PolicyForm>();
  /** What is filled in. */
  readonly value = input.required<PolicyInput | null>();

  protected readonly backupSchedules = backupSchedules;
  protected readonly retentions = [
    { name: 'keepLast', label: 'Last' },
    { name: 'keepDaily', label: 'Daily' },
    { name: 'keepWeekly', label: 'Weekly' },
    { name: 'keepMonthly', label: 'Monthly' },
    { name: 'keepYearly', label: 'Yearly' },
  ] as const;

  private readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly zonesShown = computed(() => {
    const typed = (this.value()?.timezone ?? '').toLowerCase();
    const found = this.zones.filter((zone) => zone.toLowerCase().includes(typed));
    return (found.length === 1 && found[0]?.toLowerCase() === typed ? this.zones : found).slice(0, zonesMax);
  });
}

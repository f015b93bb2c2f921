import { Component, input } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { ScheduleField } from '../../../shared/schedule/schedule-field';
import { TimeZoneField } from '../../../shared/schedule/time-zone-field';
import type { PolicyForm } from '../policy-form';
import { backupSchedules } from '../schedule-presets';
import { editorForm } from './editor-form';

/** When a policy backs up, and which snapshots it keeps. */
@Component({
  selector: 'hb-schedule-section',
  imports: [
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    ReactiveFormsModule,
    ScheduleField,
    TimeZoneField,
  ],
  viewProviders: [editorForm],
  templateUrl: './schedule-section.html',
  styleUrls: ['./policy-section.scss', './schedule-section.scss'],
  host: { class: 'hb-card', role: 'region', 'aria-labelledby': 'when' },
})
export class ScheduleSection {
  readonly form = input.required<PolicyForm>();

  protected readonly backupSchedules = backupSchedules;
  protected readonly retentions = [
    { name: 'keepLast', label: 'Last' },
    { name: 'keepDaily', label: 'Daily' },
    { name: 'keepWeekly', label: 'Weekly' },
    { name: 'keepMonthly', label: 'Monthly' },
    { name: 'keepYearly', label: 'Yearly' },
  ] as const;
}

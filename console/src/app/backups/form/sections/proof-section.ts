import { Component, input } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { PolicyForm } from '../policy-form';
import { ScheduleField } from '../../../shared/schedule/schedule-field';
import { checkSchedules, drillSchedules } from '../schedule-presets';
import { editorForm } from './editor-form';

/** How it is proven that a policy's backups can be restored. */
@Component({
  selector: 'hb-proof-section',
  imports: [MatError, MatFormField, MatHint, MatInput, MatLabel, ReactiveFormsModule, ScheduleField],
  viewProviders: [editorForm],
  templateUrl: './proof-section.html',
  styleUrl: './policy-section.scss',
  host: { class: 'hb-card', role: 'region', 'aria-labelledby': 'proof' },
})
export class ProofSection {
  readonly form = input.required<PolicyForm>();

  protected readonly checkSchedules = checkSchedules;
  protected readonly drillSchedules = drillSchedules;
}

import { Component, computed, inject, input, output } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PresetSummary, Settings } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { KnownValue } from '../../core/live/known-value';
import { allItems } from '../../core/paging/all-items';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { approvalSettingsForm, approvalSettingsOf, isSame } from './approval-settings-form';
import { SaveState } from './save-state';
import { SettingsPart } from './settings-part';

/** What starts only after another user has agreed to it. */
@Component({
  selector: 'hb-approval-settings',
  imports: [
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    ReactiveFormsModule,
    SaveState,
  ],
  providers: [outlinedFields],
  templateUrl: './approval-settings.html',
  styleUrl: './settings-part.scss',
})
export class ApprovalSettingsEditor {
  private readonly presetsApi = inject(PresetsApi);

  /** As they are in force. */
  readonly settings = input.required<Settings>();
  /** The settings as the server has them after a change. */
  readonly saved = output<Settings>();

  /** Another answer with the same in it leaves what is typed. */
  private readonly stored = computed(() => this.settings().approvals, { equal: isSame });
  protected readonly part = new SettingsPart({
    stored: this.stored,
    formOf: approvalSettingsForm,
    valueOf: approvalSettingsOf,
    isSame,
    changeTo: (approvals) => ({ approvals }),
    saved: (settings) => this.saved.emit(settings),
  });
  private readonly presets = new KnownValue<readonly PresetSummary[]>();
  /** Those that are named are there, also when they are not known any more. */
  protected readonly names = computed(() => {
    const known = (this.presets.value() ?? []).map(({ name }) => name);
    return [...new Set([...known, ...this.stored().presets])];
  });

  constructor() {
    this.presets.read(allItems((page) => this.presetsApi.list(page)));
  }
}

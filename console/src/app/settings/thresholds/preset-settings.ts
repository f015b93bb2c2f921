import { Component, computed, input, output } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PresetSettings, Settings } from '@hyprbox/contracts';
import { limits, tagPattern } from '@hyprbox/contracts';
import { faultOf } from '../../shared/form/field-faults';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { SaveState } from './save-state';
import { SettingsPart } from './settings-part';

/** Where drafts of presets may be tried, and who may publish them. */
@Component({
  selector: 'hb-preset-settings',
  imports: [
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatSlideToggle,
    ReactiveFormsModule,
    SaveState,
  ],
  providers: [outlinedFields],
  templateUrl: './preset-settings.html',
  styleUrl: './settings-part.scss',
})
export class PresetSettingsEditor {
  /** As they are in force. */
  readonly settings = input.required<Settings>();
  /** The settings as the server has them after a change. */
  readonly saved = output<Settings>();

  /** Another answer with the same in it leaves what is typed. */
  private readonly stored = computed(() => this.settings().presets, { equal: isSame });
  protected readonly part = new SettingsPart({
    stored: this.stored,
    formOf,
    valueOf: settingsOf,
    isSame,
    changeTo: (presets) => ({ presets }),
    saved: (settings) => this.saved.emit(settings),
  });
}

type PresetSettingsForm = FormGroup<{ testTag: FormControl<string>; secondPerson: FormControl<boolean> }>;

function formOf({ testTag, secondPerson }: PresetSettings): PresetSettingsForm {
  return new FormGroup({
    testTag: new FormControl(testTag, { nonNullable: true, validators: faultOf(tagFault) }),
    secondPerson: new FormControl(secondPerson, { nonNullable: true }),
  });
}

function settingsOf(form: PresetSettingsForm): PresetSettings {
  const { testTag, secondPerson } = form.getRawValue();
  return { testTag: testTag.trim(), secondPerson };
}

function isSame(one: PresetSettings, other: PresetSettings): boolean {
  return one.testTag === other.testTag && one.secondPerson === other.secondPerson;
}

function tagFault(typed: string): string | null {
  const tag = typed.trim();
  if (tag === '') return 'This must be filled in.';
  if (Array.from(tag).length > limits.tagLength) return `A tag has at most ${limits.tagLength} characters.`;
  return tagPattern.test(tag) ? null : 'This is no tag: letters and digits, then also . _ : / = @ + -';
}

import type { AbstractControl, ValidationErrors } from '@angular/forms';
import { FormControl, FormGroup, Validators } from '@angular/forms';
import type { Retention, Settings, SettingsChange, Thresholds } from '@hyprbox/contracts';
import { longestRetention } from '@hyprbox/contracts';
import { figures, histories } from './settings-fields';

/** Null while a number field is empty. */
type NumberControl = FormControl<number | null>;
export type LevelsForm = FormGroup<{ warning: NumberControl; critical: NumberControl }>;
export type SettingsForm = FormGroup<{
  thresholds: FormGroup<Record<keyof Thresholds, LevelsForm>>;
  retention: FormGroup<Record<keyof Retention, NumberControl>>;
}>;

/** A form with the settings in it, which refuses what the server would refuse. */
export function settingsForm({ thresholds, retention }: Settings): SettingsForm {
  const days = (key: keyof Retention): NumberControl =>
    number(retention[key], Validators.min(1), Validators.max(longestRetention[key]), wholeNumber);
  return new FormGroup({
    thresholds: new FormGroup({
      cpu: levelsForm(thresholds.cpu),
      mem: levelsForm(thresholds.mem),
      disk: levelsForm(thresholds.disk),
    }),
    retention: new FormGroup({
      samplesDays: days('samplesDays'),
      rollup1mDays: days('rollup1mDays'),
      rollup10mDays: days('rollup10mDays'),
      rollup1hDays: days('rollup1hDays'),
      outputDays: days('outputDays'),
      activityDays: days('activityDays'),
    }),
  });
}

/** What a valid form says otherwise than the settings; null if nothing. */
export function changeOf(form: SettingsForm, settings: Settings): SettingsChange | null {
  const { thresholds, retention } = form.getRawValue();
  const changedThresholds: Partial<Thresholds> = {};
  for (const { key } of figures) {
    const { warning, critical } = thresholds[key];
    const before = settings.thresholds[key];
    if (warning === null || critical === null) continue;
    if (warning !== before.warning || critical !== before.critical) changedThresholds[key] = { warning, critical };
  }
  const changedRetention: Partial<Retention> = {};
  for (const { key } of histories) {
    const days = retention[key];
    if (days !== null && days !== settings.retention[key]) changedRetention[key] = days;
  }
  const change: SettingsChange = {
    ...(Object.keys(changedThresholds).length > 0 && { thresholds: changedThresholds }),
    ...(Object.keys(changedRetention).length > 0 && { retention: changedRetention }),
  };
  return Object.keys(change).length > 0 ? change : null;
}

/** The histories of which less would be kept than now. */
export function shortened({ retention = {} }: SettingsChange, settings: Settings): string[] {
  return histories
    .filter(({ key }) => (retention[key] ?? Infinity) < settings.retention[key])
    .map(({ label }) => label);
}

/** Every field that differs from the settings, by its path in the form, whether it is valid or not. */
export function edits(form: SettingsForm, settings: Settings): Record<string, number | null> {
  const { thresholds, retention } = form.getRawValue();
  const found: Record<string, number | null> = {};
  for (const { key } of figures) {
    for (const level of ['warning', 'critical'] as const) {
      const value = thresholds[key][level];
      if (value !== settings.thresholds[key][level]) found[`thresholds.${key}.${level}`] = value;
    }
  }
  for (const { key } of histories) {
    if (retention[key] !== settings.retention[key]) found[`retention.${key}`] = retention[key];
  }
  return found;
}

/** Puts edits back that {@link edits} found, as far as the form has a field for them. */
export function applyEdits(form: SettingsForm, kept: unknown): void {
  if (typeof kept !== 'object' || kept === null) return;
  for (const [path, value] of Object.entries(kept)) {
    const control = form.get(path);
    if (control instanceof FormControl && (typeof value === 'number' || value === null)) control.setValue(value);
  }
}

function levelsForm(levels: Thresholds['cpu']): LevelsForm {
  const percent = [Validators.min(0), Validators.max(100)];
  const warning = number(levels.warning, ...percent, belowCritical);
  const critical = number(levels.critical, ...percent);
  const form = new FormGroup({ warning, critical });
  // Whether the one is right depends on the other; the fault is told at the warning, as the server does.
  critical.valueChanges.subscribe(() => {
    warning.markAsTouched();
    warning.updateValueAndValidity({ emitEvent: false });
  });
  return form;
}

function number(
  value: number,
  ...validators: ((control: AbstractControl) => ValidationErrors | null)[]
): NumberControl {
  return new FormControl<number | null>(value, { validators: [Validators.required, ...validators] });
}

function belowCritical(control: AbstractControl<number | null>): ValidationErrors | null {
  const critical: unknown = control.parent?.get('critical')?.value;
  const warning = control.value;
  return warning !== null && typeof critical === 'number' && warning >= critical ? { belowCritical: true } : null;
}

function wholeNumber({ value }: AbstractControl<number | null>): ValidationErrors | null {
  return value === null || Number.isInteger(value) ? null : { wholeNumber: true };
}

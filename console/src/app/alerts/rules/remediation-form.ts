import type { ValidatorFn } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { AlertRuleFields, AlertRuleKind, VariableValues } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { durationBetween } from '../../shared/form/duration-faults';
import { faultOf, filledIn } from '../../shared/form/field-faults';
import { parseDuration, writeDuration } from '../../shared/time/durations';

type Remediation = NonNullable<AlertRuleFields['remediation']>;

/** What a rule runs on the host for which it fires. All but `on` are disabled while that is off. */
export type RemediationForm = FormGroup<{
  on: FormControl<boolean>;
  preset: FormControl<string>;
  variables: FormControl<VariableValues>;
  every: FormControl<string>;
  atOnce: FormControl<string>;
}>;

const usual = { everySeconds: 60 * 60, atOnce: 5 };

export function remediationForm(remediation: Remediation | null): RemediationForm {
  const value = <T>(start: T, ...validators: ValidatorFn[]): FormControl<T> =>
    new FormControl(start, { nonNullable: true, validators });
  const { remediationSecondsMin, remediationSecondsMax } = alertLimits;
  return new FormGroup({
    on: value(remediation !== null),
    preset: value(remediation?.preset ?? '', filledIn),
    variables: value<VariableValues>(remediation?.variables ?? {}),
    every: value(
      writeDuration(remediation?.everySeconds ?? usual.everySeconds),
      durationBetween(remediationSecondsMin, remediationSecondsMax),
    ),
    atOnce: value(String(remediation?.atOnce ?? usual.atOnce), someHosts),
  });
}

/** The remediation as the form has it; null for none. */
export function remediationOf(form: RemediationForm, kind: AlertRuleKind): Remediation | null {
  const { on, preset, variables, every, atOnce } = form.getRawValue();
  if (!on || !mayRemediate(kind)) return null;
  return { preset, variables, everySeconds: parseDuration(every) ?? usual.everySeconds, atOnce: Number(atOnce) };
}

/** A preset runs on a host that can be reached: not for one that is silent, nor for what is about no host. */
export function mayRemediate(kind: AlertRuleKind): boolean {
  return kind === 'METRIC' || kind === 'JOB' || kind === 'BACKUP';
}

/** What is not asked for has no say in whether the form is filled in rightly. */
export function askForRemediation({ controls }: RemediationForm, kind: AlertRuleKind): void {
  const { on, ...others } = controls;
  const quietly = { emitEvent: false };
  if (mayRemediate(kind)) on.enable(quietly);
  else on.disable(quietly);
  for (const control of Object.values(others)) {
    if (mayRemediate(kind) && on.value) control.enable(quietly);
    else control.disable(quietly);
  }
}

const someHosts = faultOf((typed) => {
  const most = alertLimits.remediationsAtOnce;
  const count = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0;
  return count >= 1 && count <= most ? null : `This is a whole number from 1 to ${most}.`;
});

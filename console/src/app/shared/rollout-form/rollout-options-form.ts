import type { AbstractControl } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { OfflineAction, RolloutFields } from '@hyprbox/contracts';
import { limits, rolloutLimits } from '@hyprbox/contracts';
import { durationBetween } from '../form/duration-faults';
import { faultOf } from '../form/field-faults';
import { parseDuration, writeDuration } from '../time/durations';
import type { WavesForm } from './waves-form';
import { wavesForm, wavesOf } from './waves-form';

/** How a rollout goes, whatever it runs and on which hosts. */
export type RolloutOptionsForm = FormGroup<{
  waves: WavesForm;
  budget: FormControl<string>;
  whenOffline: FormControl<OfflineAction>;
  wait: FormControl<string>;
  timeout: FormControl<string>;
  heartbeat: FormControl<boolean>;
  noNewCritical: FormControl<boolean>;
  confirm: FormControl<boolean>;
  /** The name of a preset; empty for no check. */
  checkPreset: FormControl<string>;
  /** The id of a maintenance window; empty for any time. */
  windowId: FormControl<string>;
  duringMaintenance: FormControl<boolean>;
}>;

type Options = Pick<
  RolloutFields,
  'waves' | 'budget' | 'whenOffline' | 'waitSeconds' | 'timeoutSeconds' | 'gates' | 'windowId' | 'duringMaintenance'
>;

export const budgetDefault = '10%';
const budgetPattern = /^(?:[1-9]\d{0,4}|(?:100|[1-9]\d?)%)$/;

export const budgetFault = faultOf((typed) =>
  budgetPattern.test(typed.trim()) ? null : 'This is a number of hosts such as 5, or a share from 1% to 100%.',
);

/** The budget as the server takes it. @param typed what `budgetFault` has nothing against */
export function budgetOf(typed: string): number | string {
  return typed.trim().endsWith('%') ? typed.trim() : Number(typed);
}

/** A form with these options in it; those of a new rollout for what is left out. */
export function rolloutOptionsForm(given: Options = {}): RolloutOptionsForm {
  const { gates = {} } = given;
  const text = (value: string): FormControl<string> => new FormControl(value, { nonNullable: true });
  const flag = (value = false): FormControl<boolean> => new FormControl(value, { nonNullable: true });
  const wait = text(writeDuration(given.waitSeconds ?? rolloutLimits.waitSecondsDefault));
  wait.addValidators(durationBetween(1, rolloutLimits.waitSecondsMax));
  const timeout = text(writeDuration(given.timeoutSeconds ?? limits.jobTimeoutSecondsDefault));
  timeout.addValidators(durationBetween(1, limits.jobTimeoutSecondsMax));
  const form: RolloutOptionsForm = new FormGroup({
    waves: wavesForm(given.waves),
    budget: new FormControl(String(given.budget ?? budgetDefault), { nonNullable: true, validators: budgetFault }),
    whenOffline: new FormControl<OfflineAction>(given.whenOffline ?? 'WAIT', { nonNullable: true }),
    wait,
    timeout,
    heartbeat: flag(gates.heartbeat),
    noNewCritical: flag(gates.noNewCritical),
    confirm: flag(gates.confirm),
    checkPreset: text(gates.checkPreset ?? ''),
    windowId: text(given.windowId ?? ''),
    duringMaintenance: flag(given.duringMaintenance),
  });
  askForWait(form);
  form.controls.whenOffline.valueChanges.subscribe(() => askForWait(form));
  return form;
}

/** The options as the server takes them; null while something is wrong with them. */
export function optionsOf(form: RolloutOptionsForm): Options | null {
  if (form.invalid) return null;
  const typed = form.getRawValue();
  const gates = {
    ...(typed.heartbeat && { heartbeat: true }),
    ...(typed.noNewCritical && { noNewCritical: true }),
    ...(typed.confirm && { confirm: true }),
    ...(typed.checkPreset !== '' && { checkPreset: typed.checkPreset }),
  };
  return {
    waves: wavesOf(form.controls.waves),
    budget: budgetOf(typed.budget),
    whenOffline: typed.whenOffline,
    ...(typed.whenOffline === 'WAIT' && { waitSeconds: parseDuration(typed.wait) ?? 0 }),
    timeoutSeconds: parseDuration(typed.timeout) ?? 0,
    ...(Object.keys(gates).length > 0 && { gates }),
    ...(typed.windowId !== '' && { windowId: typed.windowId }),
    ...(typed.duringMaintenance && { duringMaintenance: true }),
  };
}

/** The field that the server's pointer belongs to, such as `/waves/0/size`; null where it belongs to none. */
export function optionAt({ controls }: RolloutOptionsForm, pointer: string): AbstractControl | null {
  const [, part = '', member = '', field = ''] = pointer.split('/');
  if (part === 'waves') {
    const wave = controls.waves.controls[Number(member)];
    return (field === 'soakSeconds' ? wave?.controls.soak : wave?.controls.size) ?? null;
  }
  const byName: Partial<Record<string, AbstractControl>> = controls;
  const names: Partial<Record<string, string>> = { waitSeconds: 'wait', timeoutSeconds: 'timeout', gates: member };
  return byName[names[part] ?? part] ?? null;
}

/** For how long has no say in whether the form is filled in rightly where nobody waits. */
function askForWait({ controls: { whenOffline, wait } }: RolloutOptionsForm): void {
  if (whenOffline.value === 'WAIT') wait.enable({ emitEvent: false });
  else wait.disable({ emitEvent: false });
}

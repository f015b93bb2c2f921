import type { AbstractControl, ValidatorFn } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type {
  RolloutFields,
  Schedule,
  ScheduleFields,
  ScheduleMisfire,
  ScheduleOverlap,
  VariableValues,
} from '@hyprbox/contracts';
import { limits, scheduleDefaults, scheduleLimits } from '@hyprbox/contracts';
import { durationBetween } from '../../shared/form/duration-faults';
import { atMost, faultOf, filledIn } from '../../shared/form/field-faults';
import type { RolloutOptionsForm } from '../../shared/rollout-form/rollout-options-form';
import { optionAt, optionsOf, rolloutOptionsForm } from '../../shared/rollout-form/rollout-options-form';
import type { SelectorForm } from '../../shared/selector/selector-form';
import { selectorForm, selectorOf } from '../../shared/selector/selector-form';
import { timeZoneFault } from '../../shared/schedule/time-zone-fault';
import { parseDuration, writeDuration } from '../../shared/time/durations';

export type ScheduleForm = FormGroup<{
  name: FormControl<string>;
  cron: FormControl<string>;
  timezone: FormControl<string>;
  what: FormControl<'preset' | 'script'>;
  preset: FormControl<string>;
  variables: FormControl<VariableValues>;
  script: FormControl<string>;
  selector: SelectorForm;
  options: RolloutOptionsForm;
  overlap: FormControl<ScheduleOverlap>;
  misfire: FormControl<ScheduleMisfire>;
  deadline: FormControl<string>;
  jitter: FormControl<string>;
}>;

const encoder = new TextEncoder();

/** A form with the schedule in it; without one, that of a new one. @param zone of the browser */
export function scheduleForm(schedule: Schedule | null, zone: string): ScheduleForm {
  const value = <T>(start: T, ...validators: ValidatorFn[]): FormControl<T> =>
    new FormControl(start, { nonNullable: true, validators });
  const { startDeadlineSecondsDefault, startDeadlineSecondsMax, jitterSecondsMax } = scheduleLimits;
  const rollout: Partial<RolloutFields> = schedule?.rollout ?? {};
  const form: ScheduleForm = new FormGroup({
    name: value(schedule?.name ?? '', filledIn, atMost(limits.nameLength)),
    cron: value(schedule?.cron ?? '0 2 * * 0', filledIn, faultOf(cronFault)),
    timezone: value(schedule?.timezone ?? zone, filledIn, faultOf(timeZoneFault)),
    what: value<'preset' | 'script'>(rollout.script === undefined ? 'preset' : 'script'),
    preset: value(rollout.preset ?? '', filledIn),
    variables: value<VariableValues>(rollout.variables ?? {}),
    script: value(rollout.script ?? '', filledIn, faultOf(scriptFault)),
    selector: selectorForm(rollout.selector ?? { all: true }),
    options: rolloutOptionsForm(rollout),
    overlap: value<ScheduleOverlap>(schedule?.overlap ?? scheduleDefaults.overlap),
    misfire: value<ScheduleMisfire>(schedule?.misfire ?? scheduleDefaults.misfire),
    deadline: value(
      writeDuration(schedule?.startDeadlineSeconds ?? startDeadlineSecondsDefault),
      durationBetween(1, startDeadlineSecondsMax),
    ),
    jitter: value(writeDuration(schedule?.jitterSeconds ?? 0), durationBetween(0, jitterSecondsMax)),
  });
  askFor(form);
  form.controls.what.valueChanges.subscribe(() => askFor(form));
  return form;
}

/** The schedule as the form has it; null while something is wrong with it. @param schedule the one that is changed */
export function fieldsOfForm(form: ScheduleForm, schedule: Schedule | null): ScheduleFields | null {
  const typed = form.getRawValue();
  const selector = selectorOf(typed.selector);
  const options = optionsOf(form.controls.options);
  if (form.invalid || selector === null || options === null) return null;
  const { name, presetVersion } = schedule?.rollout ?? {};
  const runs =
    typed.what === 'script'
      ? { script: typed.script }
      : {
          preset: typed.preset,
          variables: typed.variables,
          // What was pinned to a version stays so, unless it is another preset.
          ...(presetVersion !== undefined && typed.preset === schedule?.rollout.preset && { presetVersion }),
        };
  return {
    name: typed.name.trim(),
    cron: typed.cron.trim(),
    timezone: typed.timezone.trim(),
    rollout: { ...runs, ...(name !== undefined && { name }), selector, ...options },
    overlap: typed.overlap,
    misfire: typed.misfire,
    startDeadlineSeconds: parseDuration(typed.deadline) ?? 1,
    jitterSeconds: parseDuration(typed.jitter) ?? 0,
    enabled: schedule?.enabled ?? scheduleDefaults.enabled,
    ...(schedule !== null && { version: schedule.version }),
  };
}

/** The field that the server's pointer belongs to, such as `/rollout/budget`; null where it belongs to none. */
export function controlAt({ controls }: ScheduleForm, pointer: string): AbstractControl | null {
  const [, part = '', member = '', field = ''] = pointer.split('/');
  const byName: Partial<Record<string, AbstractControl>> = controls;
  if (part === 'startDeadlineSeconds') return controls.deadline;
  if (part === 'jitterSeconds') return controls.jitter;
  if (part !== 'rollout') return byName[part] ?? null;
  if (member === 'selector') {
    const inner: Partial<Record<string, AbstractControl>> = controls.selector.controls;
    return inner[field] ?? null;
  }
  if (member === 'preset' || member === 'script' || member === 'variables') return controls[member];
  return optionAt(controls.options, pointer.slice('/rollout'.length));
}

/** What is not run has no say in whether the form is filled in rightly. */
function askFor({ controls: { what, preset, variables, script } }: ScheduleForm): void {
  const isScript = what.value === 'script';
  for (const each of isScript ? [script] : [preset, variables]) each.enable({ emitEvent: false });
  for (const each of isScript ? [preset, variables] : [script]) each.disable({ emitEvent: false });
}

function cronFault(typed: string): string | null {
  return typed.trim().split(/\s+/).length === 5
    ? null
    : 'These are five fields: minute, hour, day of the month, month, day of the week.';
}

function scriptFault(typed: string): string | null {
  const bytes = encoder.encode(typed).length;
  return bytes > limits.scriptBytes ? `This is at most ${limits.scriptBytes} bytes; it is ${bytes}.` : null;
}

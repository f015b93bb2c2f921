import type { AbstractControl, ValidatorFn } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { AlertSeverity, AlertWindow, AlertWindowFields, AlertWindowKind } from '@hyprbox/contracts';
import { alertLimits, alertSeverities } from '@hyprbox/contracts';
import { durationBetween } from '../../shared/form/duration-faults';
import { atMost, faultOf, filledIn } from '../../shared/form/field-faults';
import { timeZoneFault } from '../../shared/schedule/time-zone-fault';
import type { SelectorForm } from '../../shared/selector/selector-form';
import { selectorForm, selectorOf } from '../../shared/selector/selector-form';
import { parseDuration, writeDuration } from '../../shared/time/durations';
import { fromLocalInput, toLocalInput } from '../../shared/time/local-input';

export type WindowForm = FormGroup<{
  name: FormControl<string>;
  kind: FormControl<AlertWindowKind>;
  severities: FormControl<readonly AlertSeverity[]>;
  selector: SelectorForm;
  again: FormControl<'once' | 'again'>;
  from: FormControl<string>;
  to: FormControl<string>;
  cron: FormControl<string>;
  timezone: FormControl<string>;
  lasts: FormControl<string>;
}>;

const hour = 60 * 60 * 1000;

/** A form with the window in it; without one, that of a new one. @param zone of the browser */
export function windowForm(window: AlertWindow | null, now: Date, zone: string): WindowForm {
  const text = (value: string, ...validators: ValidatorFn[]): FormControl<string> =>
    new FormControl(value, { nonNullable: true, validators });
  const form: WindowForm = new FormGroup({
    name: text(window?.name ?? '', filledIn, atMost(alertLimits.ruleNameLength)),
    kind: new FormControl<AlertWindowKind>(window?.kind ?? 'MAINTENANCE', { nonNullable: true }),
    severities: new FormControl<readonly AlertSeverity[]>(window?.severities ?? alertSeverities, {
      nonNullable: true,
      validators: ({ value }) => (Array.isArray(value) && value.length > 0 ? null : { fault: 'Choose at least one.' }),
    }),
    selector: selectorForm(window?.selector ?? { all: true }),
    again: new FormControl<'once' | 'again'>(window?.cron === undefined ? 'once' : 'again', { nonNullable: true }),
    from: text(toLocalInput(window?.from ?? now.toISOString()), instant),
    to: text(toLocalInput(window?.to ?? new Date(now.getTime() + 2 * hour).toISOString()), instant, afterBegin),
    cron: text(window?.cron ?? '0 2 * * 0', filledIn, faultOf(cronFault)),
    timezone: text(window?.timezone ?? zone, filledIn, faultOf(timeZoneFault)),
    lasts: text(writeDuration(window?.durationSeconds ?? 7_200), durationBetween(60, alertLimits.windowSecondsLongest)),
  });
  const { again, from, to } = form.controls;
  const ask = (): void => askFor(form);
  ask();
  again.valueChanges.subscribe(ask);
  from.valueChanges.subscribe(() => to.updateValueAndValidity());
  return form;
}

/** The window as the form has it; null while something is wrong with it. */
export function fieldsOf(form: WindowForm): AlertWindowFields | null {
  const typed = form.getRawValue();
  const selector = selectorOf(typed.selector);
  if (form.invalid || selector === null) return null;
  const all = alertSeverities.every((severity) => typed.severities.includes(severity));
  const common = {
    name: typed.name.trim(),
    kind: typed.kind,
    selector,
    ...(!all && { severities: [...typed.severities] }),
  };
  if (typed.again === 'once') {
    return { ...common, from: fromLocalInput(typed.from) ?? '', to: fromLocalInput(typed.to) ?? '' };
  }
  const { cron, timezone, lasts } = typed;
  return {
    ...common,
    cron: cron.trim(),
    timezone: timezone.trim(),
    durationSeconds: parseDuration(lasts) ?? 0,
  };
}

/** The field that the server's pointer belongs to. */
export function controlAt({ controls }: WindowForm, pointer: string): AbstractControl | null {
  const [, part = '', member = ''] = pointer.split('/');
  const byName: Partial<Record<string, AbstractControl>> = controls;
  if (part === 'selector')
    return (controls.selector.controls as Partial<Record<string, AbstractControl>>)[member] ?? null;
  return byName[part === 'durationSeconds' ? 'lasts' : part] ?? null;
}

/** The times of the other kind have no say in whether the form is filled in rightly. */
function askFor({ controls: { again, from, to, cron, timezone, lasts } }: WindowForm): void {
  const isOnce = again.value === 'once';
  for (const each of isOnce ? [from, to] : [cron, timezone, lasts]) each.enable({ emitEvent: false });
  for (const each of isOnce ? [cron, timezone, lasts] : [from, to]) each.disable({ emitEvent: false });
}

const instant = faultOf((typed) => (fromLocalInput(typed) === null ? 'This must be filled in.' : null));

const afterBegin: ValidatorFn = ({ value, parent }) => {
  const [from, to] = [Date.parse(String(parent?.get('from')?.value)), Date.parse(String(value))];
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  if (to <= from) return { fault: 'This is after its begin.' };
  return (to - from) / 1000 > alertLimits.windowSecondsLongest ? { fault: 'A window is at most 90 days long.' } : null;
};

function cronFault(typed: string): string | null {
  return typed.trim().split(/\s+/).length === 5
    ? null
    : 'These are five fields: minute, hour, day of the month, month, day of the week.';
}

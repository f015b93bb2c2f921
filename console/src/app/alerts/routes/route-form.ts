import type { AbstractControl, ValidatorFn } from '@angular/forms';
import { FormArray, FormControl, FormGroup } from '@angular/forms';
import type { AlertKind, AlertRoute, AlertRoutes, AlertSeverity } from '@hyprbox/contracts';
import { alertKinds, alertLimits, alertSeverities, routeDefaults } from '@hyprbox/contracts';
import { durationBetween } from '../../shared/form/duration-faults';
import { atMost, faultOf, filledIn } from '../../shared/form/field-faults';
import type { SelectorForm } from '../../shared/selector/selector-form';
import { entriesOf, selectorForm, selectorOf } from '../../shared/selector/selector-form';
import { parseDuration, writeDuration } from '../../shared/time/durations';

export type StepForm = FormGroup<{ after: FormControl<string>; channelIds: FormControl<readonly string[]> }>;

export type RouteForm = FormGroup<{
  name: FormControl<string>;
  severities: FormControl<readonly AlertSeverity[]>;
  kinds: FormControl<readonly AlertKind[]>;
  ruleIds: FormControl<readonly string[]>;
  selector: SelectorForm;
  groupBy: FormControl<string>;
  wait: FormControl<string>;
  interval: FormControl<string>;
  repeat: FormControl<string>;
  steps: FormArray<StepForm>;
  goesOn: FormControl<boolean>;
}>;

export type RoutesForm = FormArray<RouteForm>;

export function routesForm({ items }: Pick<AlertRoutes, 'items'>): RoutesForm {
  return new FormArray(items.map(routeForm));
}

/** A route for whatever no route above it has taken, told by one channel at once. */
export function newRoute(name: string, channelIds: readonly string[]): RouteForm {
  const steps = [{ afterSeconds: 0, channelIds: [...channelIds] }];
  return routeForm({ name, match: {}, groupBy: ['rule'], ...routeDefaults, steps });
}

export function stepForm(afterSeconds: number, channelIds: readonly string[]): StepForm {
  return new FormGroup({
    after: duration(afterSeconds, 0, alertLimits.repeatSecondsMax),
    channelIds: value<readonly string[]>(channelIds, someChosen, ({ value: ids }) =>
      Array.isArray(ids) && ids.length > alertLimits.stepChannels
        ? { fault: `These are at most ${alertLimits.stepChannels} channels.` }
        : null,
    ),
  });
}

/** The routes as the form has them; null while something is wrong with them. */
export function routesOf(form: RoutesForm): AlertRoute[] | null {
  return form.invalid ? null : form.controls.map(routeOf);
}

/** The field that the server's pointer, such as `/items/1/steps/0/afterSeconds`, belongs to. */
export function controlAt(form: RoutesForm, pointer: string): AbstractControl | null {
  const [, , index = '', part = '', member = '', field = ''] = pointer.split('/');
  const route = form.controls[Number(index)]?.controls;
  if (route === undefined) return null;
  const { wait, interval, repeat, steps, selector, groupBy, name, severities, kinds, ruleIds } = route;
  const byPart: Partial<Record<string, AbstractControl>> = {
    name,
    groupBy,
    waitSeconds: wait,
    intervalSeconds: interval,
    repeatSeconds: repeat,
  };
  const byMatch: Partial<Record<string, AbstractControl>> = { severities, kinds, ruleIds };
  if (part === 'match' && member === 'selector') {
    return (selector.controls as Partial<Record<string, AbstractControl>>)[field] ?? null;
  }
  if (part === 'match') return byMatch[member] ?? null;
  if (part !== 'steps') return byPart[part] ?? null;
  const step = steps.controls[Number(member)]?.controls;
  return (field === 'afterSeconds' ? step?.after : step?.channelIds) ?? null;
}

function routeForm(route: AlertRoute): RouteForm {
  const { match } = route;
  return new FormGroup({
    name: value(route.name, filledIn, atMost(alertLimits.ruleNameLength)),
    severities: value<readonly AlertSeverity[]>(match.severities ?? alertSeverities, someChosen),
    kinds: value<readonly AlertKind[]>(match.kinds ?? []),
    ruleIds: value<readonly string[]>(match.ruleIds ?? []),
    selector: selectorForm(match.selector ?? { all: true }),
    groupBy: value(route.groupBy.join(', '), faultOf(groupFault)),
    wait: duration(route.waitSeconds, 0, alertLimits.waitSecondsMax),
    interval: duration(route.intervalSeconds, 0, alertLimits.repeatSecondsMax),
    repeat: duration(route.repeatSeconds, alertLimits.repeatSecondsMin, alertLimits.repeatSecondsMax),
    steps: new FormArray(route.steps.map(({ afterSeconds, channelIds }) => stepForm(afterSeconds, channelIds))),
    goesOn: value(route.continue ?? false),
  });
}

function routeOf(form: RouteForm): AlertRoute {
  const typed = form.getRawValue();
  const selector = selectorOf(typed.selector);
  const isAll = alertSeverities.every((severity) => typed.severities.includes(severity));
  const known = alertKinds.filter((kind) => typed.kinds.includes(kind));
  return {
    name: typed.name.trim(),
    match: {
      ...(!isAll && { severities: [...typed.severities] }),
      ...(known.length > 0 && { kinds: known }),
      ...(typed.ruleIds.length > 0 && { ruleIds: [...typed.ruleIds] }),
      // A route for all hosts takes the alerts that are of no host, too.
      ...(selector !== null && selector.all !== true && { selector }),
    },
    groupBy: entriesOf(typed.groupBy),
    waitSeconds: parseDuration(typed.wait) ?? 0,
    intervalSeconds: parseDuration(typed.interval) ?? 0,
    repeatSeconds: parseDuration(typed.repeat) ?? 0,
    steps: typed.steps.map(({ after, channelIds }) => ({
      afterSeconds: parseDuration(after) ?? 0,
      channelIds: [...channelIds],
    })),
    ...(typed.goesOn && { continue: true }),
  };
}

function value<T>(start: T, ...validators: ValidatorFn[]): FormControl<T> {
  return new FormControl(start, { nonNullable: true, validators });
}

function duration(seconds: number, least: number, most: number): FormControl<string> {
  return value(writeDuration(seconds), durationBetween(least, most));
}

const someChosen: ValidatorFn = ({ value: chosen }) =>
  Array.isArray(chosen) && chosen.length > 0 ? null : { fault: 'Choose at least one.' };

function groupFault(typed: string): string | null {
  const entries = entriesOf(typed);
  if (entries.length > alertLimits.groupBy) return `These are at most ${alertLimits.groupBy}.`;
  const wrong = entries.find((entry) => !/^(rule|node|tag:.{1,64})$/.test(entry));
  return wrong === undefined ? null : `“${wrong}” is not rule, node, or tag: and the beginning of a tag.`;
}

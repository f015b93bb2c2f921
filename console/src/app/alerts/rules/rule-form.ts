import type { AbstractControl, ValidatorFn } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type {
  AlertAggregate,
  AlertedOutcome,
  AlertedProtection,
  AlertMetric,
  AlertNoData,
  AlertOperator,
  AlertRule,
  AlertRuleFields,
  AlertRuleKind,
  AlertSeverity,
  SelfCheck,
} from '@hyprbox/contracts';
import { alertLimits, alertMetricUnits, mountMetrics } from '@hyprbox/contracts';
import { durationBetween } from '../../shared/form/duration-faults';
import { atMost, faultOf, filledIn } from '../../shared/form/field-faults';
import type { SelectorForm } from '../../shared/selector/selector-form';
import { selectorForm, selectorOf } from '../../shared/selector/selector-form';
import { parseDuration, writeDuration } from '../../shared/time/durations';
import type { RemediationForm } from './remediation-form';
import { askForRemediation, remediationForm, remediationOf } from './remediation-form';
import { isAboutHosts } from './rule-words';

/** Bytes a second in the unit that people type them in. */
const bytesInUnit = 1_000_000;

/** The fields of a rule of any kind; those of other kinds than its own are disabled. */
export type RuleForm = FormGroup<{
  name: FormControl<string>;
  kind: FormControl<AlertRuleKind>;
  severity: FormControl<AlertSeverity>;
  lasts: FormControl<string>;
  over: FormControl<string>;
  noData: FormControl<AlertNoData>;
  runbook: FormControl<string>;
  enabled: FormControl<boolean>;
  selector: SelectorForm;
  metric: FormControl<AlertMetric>;
  op: FormControl<AlertOperator>;
  fire: FormControl<string>;
  clear: FormControl<string>;
  aggregate: FormControl<AlertAggregate>;
  window: FormControl<string>;
  mount: FormControl<string>;
  silentFor: FormControl<string>;
  presets: FormControl<readonly string[]>;
  outcomes: FormControl<readonly AlertedOutcome[]>;
  protections: FormControl<readonly AlertedProtection[]>;
  beatId: FormControl<string>;
  check: FormControl<SelfCheck>;
  remediation: RemediationForm;
}>;

/** Which fields belong to which kind. */
const fieldsOfKind = {
  METRIC: ['metric', 'op', 'fire', 'clear', 'aggregate', 'window', 'mount'],
  NODE_SILENT: ['silentFor'],
  JOB: ['presets', 'outcomes'],
  BACKUP: ['protections'],
  BEAT: ['beatId'],
  SELF: ['check'],
} as const satisfies Record<AlertRuleKind, readonly (keyof RuleForm['controls'])[]>;

/** A form with the rule in it; without one, that of a new one. */
export function ruleForm(rule: AlertRule | null): RuleForm {
  const value = <T>(start: T, ...validators: ValidatorFn[]): FormControl<T> =>
    new FormControl(start, { nonNullable: true, validators });
  const duration = (seconds: number, least: number, most: number): FormControl<string> =>
    value(writeDuration(seconds), durationBetween(least, most));
  const of = conditionsOf(rule);
  const form: RuleForm = new FormGroup({
    name: value(rule?.name ?? '', filledIn, atMost(alertLimits.ruleNameLength)),
    kind: value<AlertRuleKind>(rule?.kind ?? 'METRIC'),
    severity: value<AlertSeverity>(rule?.severity ?? 'WARNING'),
    lasts: duration(rule?.forSeconds ?? 300, 0, alertLimits.forSecondsMax),
    over: duration(rule?.keepSeconds ?? 60, 0, alertLimits.keepSecondsMax),
    noData: value<AlertNoData>(rule?.noData ?? 'HOLD'),
    runbook: value(rule?.runbook ?? '', faultOf(runbookFault)),
    enabled: value(rule?.enabled ?? true),
    selector: selectorForm(rule?.selector ?? { all: true }),
    metric: value<AlertMetric>(of.METRIC.metric),
    op: value<AlertOperator>(of.METRIC.op),
    fire: value(typedFigure(of.METRIC.fire, of.METRIC.metric), figure),
    clear: value(typedFigure(of.METRIC.clear, of.METRIC.metric), figure, wellOnTheGoodSide),
    aggregate: value<AlertAggregate>(of.METRIC.aggregate),
    window: duration(of.METRIC.windowSeconds, 0, alertLimits.windowSecondsMax),
    mount: value(of.METRIC.mount ?? '', atMost(alertLimits.patternLength)),
    silentFor: duration(of.NODE_SILENT.afterSeconds, alertLimits.silentSecondsMin, alertLimits.silentSecondsMax),
    presets: value<readonly string[]>(of.JOB.presets ?? []),
    outcomes: value<readonly AlertedOutcome[]>(of.JOB.outcomes, someChosen),
    protections: value<readonly AlertedProtection[]>(of.BACKUP.protections, someChosen),
    beatId: value(of.BEAT.beatId, filledIn),
    check: value<SelfCheck>(of.SELF.check),
    remediation: remediationForm(rule?.remediation ?? null),
  });
  const { kind, metric, op, fire, clear, remediation } = form.controls;
  const ask = (): void => askFor(form);
  ask();
  kind.valueChanges.subscribe(ask);
  metric.valueChanges.subscribe(ask);
  remediation.controls.on.valueChanges.subscribe(ask);
  // Whether the one is right depends on the others.
  for (const each of [op, fire]) each.valueChanges.subscribe(() => clear.updateValueAndValidity());
  return form;
}

/** The rule as the form has it; null while something is wrong with it. @param rule the one that is changed */
export function fieldsOf(form: RuleForm, rule: AlertRule | null): AlertRuleFields | null {
  if (form.invalid) return null;
  const typed = form.getRawValue();
  const selector = isAboutHosts(typed.kind) ? selectorOf(typed.selector) : (rule?.selector ?? { all: true as const });
  if (selector === null) return null;
  const remediation = remediationOf(form.controls.remediation, typed.kind);
  const common = {
    name: typed.name.trim(),
    selector,
    forSeconds: parseDuration(typed.lasts) ?? 0,
    keepSeconds: parseDuration(typed.over) ?? 0,
    severity: typed.severity,
    noData: typed.noData,
    enabled: typed.enabled,
    ...(typed.runbook.trim() !== '' && { runbook: typed.runbook.trim() }),
    ...(remediation !== null && { remediation }),
    ...(rule !== null && { version: rule.version }),
  };
  switch (typed.kind) {
    case 'METRIC': {
      const { metric, op, aggregate } = typed;
      const mount = mountMetrics.includes(metric) ? typed.mount.trim() : '';
      const condition = {
        metric,
        op,
        fire: figureOf(typed.fire, metric),
        clear: figureOf(typed.clear, metric),
        aggregate,
        windowSeconds: aggregate === 'LAST' ? 0 : (parseDuration(typed.window) ?? 0),
        ...(mount !== '' && { mount }),
      };
      return { kind: 'METRIC', condition, ...common };
    }
    case 'NODE_SILENT':
      return { kind: 'NODE_SILENT', condition: { afterSeconds: parseDuration(typed.silentFor) ?? 0 }, ...common };
    case 'JOB': {
      const presets = typed.presets.length === 0 ? {} : { presets: [...typed.presets] };
      return { kind: 'JOB', condition: { ...presets, outcomes: [...typed.outcomes] }, ...common };
    }
    case 'BACKUP':
      return { kind: 'BACKUP', condition: { protections: [...typed.protections] }, ...common };
    case 'BEAT':
      return { kind: 'BEAT', condition: { beatId: typed.beatId }, ...common };
    case 'SELF':
      return { kind: 'SELF', condition: { check: typed.check }, ...common };
  }
}

/** The field that the server's pointer, such as `/condition/fire`, belongs to. */
export function controlAt({ controls }: RuleForm, pointer: string): AbstractControl | null {
  const [, part = '', member = ''] = pointer.split('/');
  const renamed: Readonly<Record<string, keyof RuleForm['controls']>> = {
    forSeconds: 'lasts',
    keepSeconds: 'over',
    windowSeconds: 'window',
    afterSeconds: 'silentFor',
  };
  const byName: Partial<Record<string, AbstractControl>> = controls;
  if (part === 'selector' || part === 'remediation') {
    const inner: Partial<Record<string, AbstractControl>> = controls[part].controls;
    return inner[member === 'everySeconds' ? 'every' : member] ?? null;
  }
  const name = part === 'condition' ? member : part;
  return byName[renamed[name] ?? name] ?? null;
}

/** What people type a metric's threshold in. */
export function unitOf(metric: AlertMetric): string {
  const unit = alertMetricUnits[metric];
  return unit === 'B/s' ? 'MB/s' : unit;
}

/** The fields of other kinds have no say in whether the form is filled in rightly. */
function askFor({ controls }: RuleForm): void {
  const kind = controls.kind.value;
  const asked = new Set<string>(fieldsOfKind[kind]);
  if (!mountMetrics.includes(controls.metric.value)) asked.delete('mount');
  for (const name of Object.values(fieldsOfKind).flat()) {
    const control: AbstractControl = controls[name];
    if (asked.has(name) === control.enabled) continue;
    if (asked.has(name)) control.enable({ emitEvent: false });
    else control.disable({ emitEvent: false });
  }
  askForRemediation(controls.remediation, kind);
  if (isAboutHosts(kind)) controls.selector.enable({ emitEvent: false });
  else controls.selector.disable({ emitEvent: false });
}

function conditionsOf(rule: AlertRule | null) {
  const usual = {
    METRIC: { metric: 'cpuPct', op: '>', fire: 90, clear: 80, aggregate: 'MEAN', windowSeconds: 300 },
    NODE_SILENT: { afterSeconds: 90 },
    JOB: { outcomes: ['FAILED'] },
    BACKUP: { protections: ['FAILING', 'OVERDUE'] },
    BEAT: { beatId: '' },
    SELF: { check: 'DATA_DISK' },
  } as const;
  const conditions: {
    [Kind in AlertRuleKind]: Extract<AlertRuleFields, { kind: Kind }>['condition'];
  } = {
    ...usual,
    JOB: { outcomes: [...usual.JOB.outcomes] },
    BACKUP: { protections: [...usual.BACKUP.protections] },
  };
  return rule === null ? conditions : { ...conditions, [rule.kind]: rule.condition };
}

function typedFigure(figure: number, metric: AlertMetric): string {
  return String(alertMetricUnits[metric] === 'B/s' ? figure / bytesInUnit : figure);
}

function figureOf(typed: string, metric: AlertMetric): number {
  return alertMetricUnits[metric] === 'B/s' ? Math.round(Number(typed) * bytesInUnit) : Number(typed);
}

const figure = faultOf((typed) =>
  /^\d{1,12}(\.\d{1,6})?$/.test(typed.trim()) ? null : 'This is a number from 0, such as 90 or 1.5.',
);

const wellOnTheGoodSide: ValidatorFn = ({ value, parent }) => {
  const fire = Number(parent?.get('fire')?.value);
  const clear = Number(value);
  if (Number.isNaN(fire) || Number.isNaN(clear)) return null;
  const isAbove = parent?.get('op')?.value === '>';
  if (isAbove ? clear <= fire : clear >= fire) return null;
  return { fault: `This is at ${isAbove ? 'most' : 'least'} ${fire}: at this figure things are well again.` };
};

const someChosen: ValidatorFn = ({ value }) =>
  Array.isArray(value) && value.length > 0 ? null : { fault: 'Choose at least one.' };

function runbookFault(typed: string): string | null {
  const address = typed.trim();
  if (address.length > alertLimits.runbookLength) return `This has at most ${alertLimits.runbookLength} characters.`;
  return address === '' || /^https?:\/\/[^\s<>"']+$/.test(address)
    ? null
    : 'This is an address that begins with https:// or http://.';
}

import type { AlertRule, AlertRuleFields, BackupProtection, MetricCondition } from '@hyprbox/contracts';
import { alertMetricUnits } from '@hyprbox/contracts';
import { checkWords, figureWords, kindWords, metricWords, severityWords } from '../../shared/alerts/alert-words';
import { selectorWords } from '../../shared/selector/selector-words';
import { writeDuration } from '../../shared/time/durations';

const protectionWords: Readonly<Record<BackupProtection, string>> = {
  FAILING: 'failing',
  OVERDUE: 'overdue',
  NEVER: 'never backed up',
  UNPROVEN: 'unproven',
  PROTECTED: 'protected',
  PAUSED: 'paused',
};

/** What a rule looks for, in a line. */
export function conditionWords({ kind, condition }: AlertRuleFields): string {
  switch (kind) {
    case 'METRIC':
      return metricConditionWords(condition);
    case 'NODE_SILENT':
      return `Nothing heard for ${writeDuration(condition.afterSeconds)}`;
    case 'JOB': {
      const of = condition.presets?.join(', ') ?? 'any preset';
      return `A job of ${of} ${condition.outcomes.map((outcome) => outcome.toLowerCase()).join(' or ')}`;
    }
    case 'BACKUP':
      return `A backup is ${condition.protections.map((each) => protectionWords[each]).join(' or ')}`;
    case 'BEAT':
      return 'A beat is missed, or has failed';
    case 'SELF':
      return checkWords[condition.check];
  }
}

/** Whether a rule is about hosts, so that it matters which. */
export function isAboutHosts(kind: AlertRuleFields['kind']): boolean {
  return kind !== 'BEAT' && kind !== 'SELF';
}

/** All that a rule says, each with its name, so that two versions of it can be laid side by side. */
export function ruleFacts(rule: AlertRule): ReadonlyMap<string, string> {
  return new Map([
    ['Name', rule.name],
    ['Kind', kindWords[rule.kind]],
    ['Hosts', isAboutHosts(rule.kind) ? selectorWords(rule.selector) : '–'],
    ['Condition', conditionWords(rule)],
    ['Must last', writeDuration(rule.forSeconds)],
    ['Is over after', writeDuration(rule.keepSeconds)],
    ['Severity', severityWords[rule.severity]],
    ['Without data', rule.noData === 'FIRE' ? 'fires' : 'stays as it is'],
    ['Runbook', rule.runbook ?? '–'],
    ['Enabled', rule.enabled ? 'yes' : 'no'],
    ['Remediation', remediationWords(rule)],
  ]);
}

function remediationWords({ remediation }: AlertRule): string {
  if (remediation === undefined) return '–';
  const { preset, variables, everySeconds, atOnce } = remediation;
  const values = Object.entries(variables).map(([name, value]) => `${name} ${value}`);
  return [preset, ...values, `every ${writeDuration(everySeconds)}`, `${atOnce} at once`].join(', ');
}

export interface FactChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export function changedFacts(before: AlertRule, after: AlertRule): readonly FactChange[] {
  const then = ruleFacts(before);
  return [...ruleFacts(after)]
    .map(([name, words]) => ({ name, before: then.get(name) ?? '–', after: words }))
    .filter((change) => change.before !== change.after);
}

function metricConditionWords({ metric, op, fire, clear, aggregate, windowSeconds, mount }: MetricCondition): string {
  const unit = alertMetricUnits[metric];
  const [limit, well] = [figureWords(fire, unit) ?? '', figureWords(clear, unit) ?? ''];
  const over =
    windowSeconds === 0 || aggregate === 'LAST' ? '' : `, ${overWords[aggregate]} ${writeDuration(windowSeconds)}`;
  const where = mount === undefined ? '' : ` at ${mount}`;
  const until = clear === fire ? '' : `, well again at ${well}`;
  return `${metricWords[metric]}${where} ${op === '>' ? 'above' : 'below'} ${limit}${over}${until}`;
}

const overWords = { MEAN: 'mean of', MAX: 'highest of' } as const;

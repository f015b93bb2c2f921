import type { Alert, AlertRule, AlertRuleFields, RuleTest } from '@hyprbox/contracts';
import type { Span } from './alert-span';

type MetricRule = Extract<AlertRule, { kind: 'METRIC' }>;
type MetricFields = Extract<AlertRuleFields, { kind: 'METRIC' }>;

/** At least so much is shown before and after, in milliseconds: a figure is there every ten minutes. */
export const pastMargin = 6 * 60 * 60 * 1000;

/** What has the server tell the past of a figure that is not rolled up: the rule, tried on what the alert is of alone. */
export function triedOn(rule: AlertRule, { target: { nodeId = '', mount } }: Alert): AlertRuleFields | null {
  if (rule.kind !== 'METRIC') return null;
  return {
    ...fieldsOf(rule),
    selector: { nodeIds: [nodeId] },
    condition: { ...rule.condition, ...(mount !== undefined && { mount }) },
  };
}

/** The figures of what the alert is of, in a stretch of time. */
export function pointsWithin(
  { series }: RuleTest,
  { target }: Alert,
  { from, to }: Span,
): RuleTest['series'][number]['points'] {
  // A mount may hold what a pattern takes for any characters.
  const own = series.find((each) => each.target.nodeId === target.nodeId && each.target.mount === target.mount);
  return own?.points.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to) ?? [];
}

/** What can be sent of a rule. */
function fieldsOf({ id: _, createdAt: _created, updatedAt: _updated, ...fields }: MetricRule): MetricFields {
  return fields;
}

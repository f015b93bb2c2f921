import type { AlertRule } from '@hyprbox/contracts';
import type { AlertRuleEntity } from './alert-rule.entity.js';

export function toAlertRule(rule: AlertRuleEntity): AlertRule {
  const { id, name, kind, selector, condition, forSeconds, keepSeconds, severity, noData, enabled, version } = rule;
  // The condition was read as one of the rule's kind.
  return {
    id,
    name,
    kind,
    selector,
    condition,
    forSeconds,
    keepSeconds,
    severity,
    noData,
    ...(rule.runbook !== null && { runbook: rule.runbook }),
    ...(rule.remediation !== null && { remediation: rule.remediation }),
    enabled,
    version,
    createdAt: rule.createdAt.toISOString(),
    updatedAt: rule.updatedAt.toISOString(),
  } as AlertRule;
}

import { Injectable } from '@nestjs/common';
import type { AlertConditions, AlertedProtection } from '@hyprbox/contracts';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { BackupsRepository, type FoundProtection } from './backups.repository.js';
import { noTarget, type Condition, type Observation, type WatchedTarget } from './observation.js';
import { byRule, whyGone, type Round, type RuleObserver } from './rule-observer.js';

/** Notices hosts whose backups fail, are late, or are not proven. */
@Injectable()
export class BackupObserver implements RuleObserver {
  readonly kind = 'BACKUP';

  constructor(private readonly repository: BackupsRepository) {}

  async observe(
    { tx, now }: Round,
    rules: readonly AlertRuleEntity[],
    open: readonly WatchedTarget[],
  ): Promise<Observation[]> {
    const openOf = byRule(open);
    const observations: Observation[] = [];
    for (const rule of rules) {
      const { protections } = rule.condition as AlertConditions['BACKUP'];
      const watched = openOf.get(rule.id) ?? [];
      const found = await this.repository.find(tx, rule.selector, protections, now, watched);
      for (const each of found) {
        const target = { ...noTarget, policyId: each.policyId, nodeId: each.nodeId };
        observations.push({ rule, target, condition: conditionOf(each, protections) });
      }
    }
    return observations;
  }
}

function conditionOf(found: FoundProtection, protections: readonly AlertedProtection[]): Condition {
  const reason = whyGone(found) ?? (found.protection === null ? 'The policy does not cover the host any more.' : null);
  if (reason !== null) return { is: 'GONE', reason };
  if (found.protection === 'PAUSED') return { is: 'GONE', reason: 'The policy is paused.' };
  const isAlerted = protections.some((protection) => protection === found.protection);
  return { is: isAlerted ? 'BREACH' : 'CLEAR', value: null };
}

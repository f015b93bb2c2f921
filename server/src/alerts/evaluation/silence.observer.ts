import { Injectable } from '@nestjs/common';
import type { AlertConditions } from '@hyprbox/contracts';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { noTarget, type Condition, type Observation, type WatchedTarget } from './observation.js';
import { byRule, whyGone, type Round, type RuleObserver } from './rule-observer.js';
import { SilenceRepository, type FoundSilence } from './silence.repository.js';

/** Notices hosts that say nothing, in the time in which they could be heard. */
@Injectable()
export class SilenceObserver implements RuleObserver {
  readonly kind = 'NODE_SILENT';

  constructor(private readonly repository: SilenceRepository) {}

  async observe(
    { tx }: Round,
    rules: readonly AlertRuleEntity[],
    open: readonly WatchedTarget[],
  ): Promise<Observation[]> {
    const openOf = byRule(open);
    const observations: Observation[] = [];
    for (const rule of rules) {
      const { afterSeconds } = rule.condition as AlertConditions['NODE_SILENT'];
      const watched = (openOf.get(rule.id) ?? []).flatMap(({ nodeId }) => nodeId ?? []);
      const found = await this.repository.find(tx, rule.selector, afterSeconds, watched);
      for (const each of found) {
        observations.push({
          rule,
          target: { ...noTarget, nodeId: each.id },
          condition: conditionOf(each, afterSeconds),
        });
      }
    }
    return observations;
  }
}

function conditionOf(node: FoundSilence, afterSeconds: number): Condition {
  const reason = whyGone(node);
  if (reason !== null) return { is: 'GONE', reason };
  const value = Math.round(node.silentSeconds);
  if (node.silentSeconds >= afterSeconds) return { is: 'BREACH', value };
  // While HyprBox could not hear anybody, a host that was silent is as silent as it was, and one that was back is as back.
  return node.heardSince ? { is: 'CLEAR', value } : { is: 'HOLD' };
}

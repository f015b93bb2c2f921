import { Injectable } from '@nestjs/common';
import type { AlertConditions } from '@hyprbox/contracts';
import { In } from 'typeorm';
import { BeatEntity } from '../beats/beat.entity.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { noTarget, type Condition, type Observation } from './observation.js';
import type { Round, RuleObserver } from './rule-observer.js';

/** Notices beats that do not come, or say that they failed. */
@Injectable()
export class BeatObserver implements RuleObserver {
  readonly kind = 'BEAT';

  async observe({ tx, now }: Round, rules: readonly AlertRuleEntity[]): Promise<Observation[]> {
    const idOf = (rule: AlertRuleEntity): string => (rule.condition as AlertConditions['BEAT']).beatId;
    if (rules.length === 0) return [];
    const rows = await tx.manager.findBy(BeatEntity, { id: In(rules.map(idOf)) });
    const beats = new Map(rows.map((beat) => [beat.id, beat]));
    return rules.map((rule) => {
      const beatId = idOf(rule);
      return { rule, target: { ...noTarget, beatId }, condition: conditionOf(beats.get(beatId), rule, now) };
    });
  }
}

function conditionOf(beat: BeatEntity | undefined, rule: AlertRuleEntity, now: Date): Condition {
  if (!beat) return { is: 'GONE', reason: 'The beat was deleted.' };
  // One that has never come is not late: nobody knows whether it has been set up yet.
  if (beat.lateAt === null) return rule.noData === 'FIRE' ? { is: 'BREACH', value: null } : { is: 'HOLD' };
  const isLate = beat.lateAt <= now;
  return { is: beat.failed || isLate ? 'BREACH' : 'CLEAR', value: null };
}

import { Injectable } from '@nestjs/common';
import type { AlertConditions } from '@hyprbox/contracts';
import { In } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { afterPause, isLate } from '../beats/beat-state.js';
import { BeatEntity } from '../beats/beat.entity.js';
import { BeatsRepository } from '../beats/beats.repository.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { noTarget, type Condition, type Observation } from './observation.js';
import { pauseMs, type Round, type RuleObserver } from './rule-observer.js';

/** Notices beats that do not come, or say that they failed. */
@Injectable()
export class BeatObserver implements RuleObserver {
  readonly kind = 'BEAT';

  constructor(private readonly beats: BeatsRepository) {}

  async observe({ tx, now, sinceLastMs }: Round, rules: readonly AlertRuleEntity[]): Promise<Observation[]> {
    const idOf = (rule: AlertRuleEntity): string => (rule.condition as AlertConditions['BEAT']).beatId;
    if (sinceLastMs !== null && sinceLastMs > pauseMs) await this.expectAnew(tx, now, sinceLastMs);
    if (rules.length === 0) return [];
    const rows = await tx.manager.findBy(BeatEntity, { id: In(rules.map(idOf)) });
    const beats = new Map(rows.map((beat) => [beat.id, beat]));
    return rules.map((rule) => {
      const beatId = idOf(rule);
      return { rule, target: { ...noTarget, beatId }, condition: conditionOf(beats.get(beatId), rule, now) };
    });
  }

  /** What came while HyprBox was down is not known to have come. */
  private async expectAnew(tx: Transaction, now: Date, pausedMs: number): Promise<void> {
    const from = new Date(now.getTime() - pausedMs);
    for (const beat of await this.beats.lockAll(tx)) {
      const expected = afterPause(beat, from, now);
      if (expected !== beat) await this.beats.update(tx, expected);
    }
  }
}

function conditionOf(beat: BeatEntity | undefined, rule: AlertRuleEntity, now: Date): Condition {
  if (!beat) return { is: 'GONE', reason: 'The beat was deleted.' };
  // One that has never come is not late: nobody knows whether it has been set up yet.
  if (beat.lateAt === null) return rule.noData === 'FIRE' ? { is: 'BREACH', value: null } : { is: 'HOLD' };
  return { is: beat.failed || isLate(beat, now) ? 'BREACH' : 'CLEAR', value: null };
}

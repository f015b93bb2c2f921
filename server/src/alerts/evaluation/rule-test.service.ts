import { Injectable } from '@nestjs/common';
import type { AlertRuleFields, RuleTest } from '@hyprbox/contracts';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Clock, Ids } from '../../time/clock.js';
import { toTarget } from '../records/alerts.mapper.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { RuleObservations } from './rule-observations.js';
import { RulePast } from './rule-past.js';

/** What is listed of now, and of the past. */
const listedMax = 200;

/** Tells what a rule would do, without writing it down. */
@Injectable()
export class RuleTestService {
  constructor(
    private readonly observations: RuleObservations,
    private readonly past: RulePast,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async test(fields: AlertRuleFields): Promise<RuleTest> {
    const rule = this.unsaved(fields);
    const breaching = await this.work.system('alerts', async (tx) => {
      const round = { tx, now: await tx.now(), sinceLastMs: null };
      const all = await this.observations.ofRule(round, rule);
      return all.filter(({ condition }) => condition.is === 'BREACH');
    });
    const { spans, series, isPart } = await this.past.of(rule, fields, listedMax);
    return {
      now: breaching.slice(0, listedMax).map(({ target, condition }) => ({
        target: toTarget(target),
        value: 'value' in condition ? condition.value : null,
      })),
      history: spans.slice(0, listedMax),
      series,
      truncated: isPart || breaching.length > listedMax || spans.length > listedMax,
    };
  }

  private unsaved(fields: AlertRuleFields): AlertRuleEntity {
    const now = this.clock.now();
    return {
      ...fields,
      id: this.ids.next(),
      runbook: null,
      remediation: null,
      remediationBy: null,
      // Jobs that failed in the last hour show what it would find.
      enabledAt: new Date(now.getTime() - 60 * 60_000),
      version: 0,
      createdAt: now,
      updatedAt: now,
    };
  }
}

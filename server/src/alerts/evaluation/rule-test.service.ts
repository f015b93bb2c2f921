import { Injectable } from '@nestjs/common';
import type { AlertRuleFields, MetricCondition, RuleTest } from '@hyprbox/contracts';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Clock, Ids } from '../../time/clock.js';
import { toTarget } from '../records/alerts.mapper.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { patienceOf } from './alert-judgement.js';
import { PastFiguresRepository } from './past-figures.repository.js';
import { pastSpans } from './past-spans.js';
import { RuleObservations } from './rule-observations.js';

/** Hosts of which the past is read: the worst ones. */
const hostsMax = 20;
/** What is listed of now, and of the past. */
const listedMax = 200;

/** Tells what a rule would do, without writing it down. */
@Injectable()
export class RuleTestService {
  constructor(
    private readonly observations: RuleObservations,
    private readonly past: PastFiguresRepository,
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
    const { spans, isPart } = fields.kind === 'METRIC' ? await this.pastOf(rule, fields.condition) : noPast;
    return {
      now: breaching.slice(0, listedMax).map(({ target, condition }) => ({
        target: toTarget(target),
        value: 'value' in condition ? condition.value : null,
      })),
      history: spans.slice(0, listedMax),
      truncated: isPart || breaching.length > listedMax || spans.length > listedMax,
    };
  }

  private async pastOf(rule: AlertRuleEntity, condition: MetricCondition): Promise<typeof noPast> {
    const found = await this.past.worstHosts(rule.selector, condition, hostsMax + 1);
    const ids = found.slice(0, hostsMax);
    const figures = await this.past.find(condition, ids);
    const now = this.clock.now();
    const targets = Map.groupBy(figures, ({ id, mount }) => `${id} ${mount}`);
    const spans = [...targets.values()].flatMap((each) => pastSpans(each, condition, patienceOf(rule), now));
    return { spans: spans.toSorted((a, b) => (a.from < b.from ? 1 : -1)), isPart: found.length > hostsMax };
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

const noPast: { spans: RuleTest['history']; isPart: boolean } = { spans: [], isPart: false };

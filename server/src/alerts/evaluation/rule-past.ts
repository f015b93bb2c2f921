import { Injectable } from '@nestjs/common';
import type { AlertConditions, AlertRuleFields, AlertTarget, RuleTest } from '@hyprbox/contracts';
import { Clock } from '../../time/clock.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { patienceOf } from './alert-judgement.js';
import { PastEndsRepository, type PastFailure } from './past-ends.repository.js';
import { PastFiguresRepository } from './past-figures.repository.js';
import { pastSeries } from './past-series.js';
import { PastSilencesRepository } from './past-silences.repository.js';
import { lastingSpan, pastSpans } from './past-spans.js';

/** Hosts of which the past is read: the worst ones. */
const hostsMax = 20;
/** The worst targets, whose figures are shown. */
const shownMax = 3;

export interface Past {
  spans: RuleTest['history'];
  /** The figures of the worst targets; of what is no figure, none. */
  series: RuleTest['series'];
  /** Whether there may have been more. */
  isPart: boolean;
}

const noPast: Past = { spans: [], series: [], isPart: false };

/** When a rule would have fired in the last 7 days, as far as what is stored tells. */
@Injectable()
export class RulePast {
  constructor(
    private readonly figures: PastFiguresRepository,
    private readonly silences: PastSilencesRepository,
    private readonly ends: PastEndsRepository,
    private readonly clock: Clock,
  ) {}

  /** @param count spans that are wanted at most */
  async of(rule: AlertRuleEntity, fields: AlertRuleFields, count: number): Promise<Past> {
    switch (fields.kind) {
      case 'METRIC':
        return this.ofFigures(rule, fields.condition);
      case 'NODE_SILENT':
        return this.ofSilences(rule, fields.condition, count);
      case 'JOB':
        return this.ofFailures(rule, await this.ends.jobs(rule.selector, fields.condition, count + 1), count);
      case 'BACKUP':
        return fields.condition.protections.includes('FAILING')
          ? this.ofFailures(rule, await this.ends.backups(rule.selector, count + 1), count)
          : noPast;
      case 'BEAT':
      case 'SELF':
        return noPast;
    }
  }

  private async ofFigures(rule: AlertRuleEntity, condition: AlertConditions['METRIC']): Promise<Past> {
    const worst = await this.figures.worstHosts(rule.selector, condition, hostsMax + 1);
    const read = worst.filter(({ isBeyond }, index) => index < (isBeyond ? hostsMax : shownMax));
    const figures = await this.figures.find(
      condition,
      read.map(({ id }) => id),
    );
    const now = this.clock.now();
    const targets = [...Map.groupBy(figures, ({ id, mount }) => `${id} ${mount}`).values()];
    const spans = targets.flatMap((each) => pastSpans(each, condition, patienceOf(rule), now));
    return {
      spans: spans.toSorted((a, b) => (a.from < b.from ? 1 : -1)),
      series: pastSeries(targets, condition.op, shownMax, now),
      isPart: worst[hostsMax]?.isBeyond ?? false,
    };
  }

  private async ofSilences(
    rule: AlertRuleEntity,
    { afterSeconds }: AlertConditions['NODE_SILENT'],
    count: number,
  ): Promise<Past> {
    const found = await this.silences.quietestHosts(rule.selector, hostsMax + 1);
    const silences = await this.silences.find(found.slice(0, hostsMax), afterSeconds, count + 1);
    const now = this.clock.now();
    const spans = silences.flatMap(({ nodeId, from, to }) => {
      const peak = Math.round(((to ?? now).getTime() - from.getTime()) / 1000);
      const begun = new Date(from.getTime() + afterSeconds * 1000);
      return lastingSpan({ target: { nodeId }, from: begun, to, peak }, patienceOf(rule), now);
    });
    return { spans: spans.slice(0, count), series: [], isPart: found.length > hostsMax || silences.length > count };
  }

  private ofFailures(rule: AlertRuleEntity, failures: readonly PastFailure[], count: number): Past {
    const now = this.clock.now();
    const spans = failures
      .slice(0, count)
      .flatMap(({ from, to, ...of }) =>
        lastingSpan({ target: targetOf(of), from, to, peak: null }, patienceOf(rule), now),
      );
    return { spans, series: [], isPart: failures.length > count };
  }
}

function targetOf({ nodeId, preset, policyId }: Omit<PastFailure, 'from' | 'to'>): AlertTarget {
  return { nodeId, ...(preset !== null && { preset }), ...(policyId !== null && { policyId }) };
}

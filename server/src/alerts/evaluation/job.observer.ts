import { Injectable } from '@nestjs/common';
import type { AlertConditions, AlertedOutcome } from '@hyprbox/contracts';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { FailedJobsRepository, type FoundJob } from './failed-jobs.repository.js';
import { noTarget, type Condition, type Observation, type WatchedTarget } from './observation.js';
import { byRule, whyGone, type Round, type RuleObserver } from './rule-observer.js';

/** Ends that were committed a little later than their time says are not missed. */
const overlapMs = 60_000;
/** How far back the first evaluation of all looks. */
const firstLookMs = 60 * 60_000;

/** Notices jobs that failed; the next success of the same preset on the host ends it. */
@Injectable()
export class JobObserver implements RuleObserver {
  readonly kind = 'JOB';

  constructor(private readonly repository: FailedJobsRepository) {}

  async observe(
    { tx, now, sinceLastMs }: Round,
    rules: readonly AlertRuleEntity[],
    open: readonly WatchedTarget[],
  ): Promise<Observation[]> {
    const openOf = byRule(open);
    const looked = new Date(now.getTime() - (sinceLastMs ?? firstLookMs) - overlapMs);
    const observations: Observation[] = [];
    for (const rule of rules) {
      const condition = rule.condition as AlertConditions['JOB'];
      const since = looked > rule.enabledAt ? looked : rule.enabledAt;
      const found = await this.repository.find(tx, rule.selector, condition, since, openOf.get(rule.id) ?? []);
      for (const job of found) {
        const target = { ...noTarget, nodeId: job.nodeId, preset: job.preset };
        observations.push({ rule, target, condition: conditionOf(job, condition.outcomes) });
      }
    }
    return observations;
  }
}

function conditionOf(job: FoundJob, outcomes: readonly AlertedOutcome[]): Condition {
  const reason = whyGone(job) ?? (job.isPreset ? null : 'The rule does not name the preset any more.');
  if (reason !== null) return { is: 'GONE', reason };
  if (job.status === 'SUCCEEDED') return { is: 'CLEAR', value: null };
  const isAlerted = outcomes.some((outcome) => outcome === job.status);
  return isAlerted ? { is: 'BREACH', value: null } : { is: 'HOLD' };
}

import { Injectable } from '@nestjs/common';
import type { MetricCondition } from '@hyprbox/contracts';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { MetricsRepository, type FoundFigure } from './metrics.repository.js';
import { isMountMetric, type MetricRule } from './metric.sql.js';
import { noTarget, type Condition, type Observation, type WatchedTarget } from './observation.js';
import { byRule, whyGone, type Round, type RuleObserver } from './rule-observer.js';

/** A mount that a host has not reported for so long is no longer there. */
const mountGoneSeconds = 15 * 60;
/** Of its window, a mean must cover this share: a moment is not the mean of five minutes. */
const coveredShare = 0.5;

/** Holds the figures of hosts against thresholds. */
@Injectable()
export class MetricObserver implements RuleObserver {
  readonly kind = 'METRIC';

  constructor(private readonly repository: MetricsRepository) {}

  async observe(
    round: Round,
    rules: readonly AlertRuleEntity[],
    open: readonly WatchedTarget[],
  ): Promise<Observation[]> {
    // The condition of a rule of this kind is one of its kind.
    const metricRules = rules.map((rule) => ({ rule, condition: rule.condition as MetricCondition }));
    const candidates = await this.repository.candidates(round.tx, metricRules);
    const openOf = byRule(open);
    const observations: Observation[] = [];
    for (const [index, metricRule] of metricRules.entries()) {
      const watched = openOf.get(metricRule.rule.id) ?? [];
      const ids = [...new Set([...(candidates.get(index) ?? []), ...watched.flatMap(({ nodeId }) => nodeId ?? [])])];
      if (ids.length === 0) continue;
      const found = await this.repository.figures(round.tx, metricRule, ids);
      observations.push(
        ...(isMountMetric(metricRule.condition.metric)
          ? await this.ofMounts(round, metricRule, found, watched)
          : ofHosts(metricRule, found)),
      );
    }
    return observations;
  }

  private async ofMounts(
    { tx }: Round,
    { rule, condition }: MetricRule,
    found: readonly FoundFigure[],
    watched: readonly WatchedTarget[],
  ): Promise<Observation[]> {
    const observations = found.flatMap((figure): Observation[] => {
      const { id: nodeId, mount } = figure;
      if (mount === null) return [];
      return [{ rule, target: { ...noTarget, nodeId, mount }, condition: conditionOf(rule, condition, figure) }];
    });
    const seen = new Set(observations.map(({ target }) => `${target.nodeId} ${target.mount}`));
    const missing = watched.filter(({ nodeId, mount }) => mount !== null && !seen.has(`${nodeId} ${mount}`));
    if (missing.length === 0) return observations;
    const nodes = new Map(found.map((figure) => [figure.id, figure]));
    const gone = await this.repository.goneMounts(tx, mountGoneSeconds, missing, condition.mount);
    for (const { nodeId, mount } of missing) {
      const node = nodeId === null ? undefined : nodes.get(nodeId);
      const reason = whyGone(node) ?? gone.get(`${nodeId} ${mount}`) ?? null;
      const hold: Condition = node?.reports && rule.noData === 'FIRE' ? { is: 'BREACH', value: null } : { is: 'HOLD' };
      const target = { ...noTarget, nodeId, mount };
      observations.push({ rule, target, condition: reason === null ? hold : { is: 'GONE', reason } });
    }
    return observations;
  }
}

function ofHosts({ rule, condition }: MetricRule, found: readonly FoundFigure[]): Observation[] {
  return found.map((figure) => ({
    rule,
    target: { ...noTarget, nodeId: figure.id },
    condition: conditionOf(rule, condition, figure),
  }));
}

function conditionOf(rule: AlertRuleEntity, condition: MetricCondition, figure: FoundFigure): Condition {
  const reason = whyGone(figure);
  if (reason !== null) return { is: 'GONE', reason };
  if (!figure.reports) return { is: 'HOLD' };
  const { value } = figure;
  if (value === null) return rule.noData === 'FIRE' ? { is: 'BREACH', value: null } : { is: 'HOLD' };
  if (!isCovered(condition, figure)) return { is: 'HOLD' };
  return judged(condition, value);
}

/** What a figure is by its thresholds. */
export function judged({ op, fire, clear }: MetricCondition, value: number): Condition {
  if (op === '>' ? value > fire : value < fire) return { is: 'BREACH', value };
  if (op === '>' ? value <= clear : value >= clear) return { is: 'CLEAR', value };
  return { is: 'BETWEEN', value };
}

function isCovered(
  { aggregate, windowSeconds }: MetricCondition,
  { spanSeconds, intervalSeconds }: FoundFigure,
): boolean {
  if (aggregate !== 'MEAN' || windowSeconds === 0) return true;
  return (spanSeconds ?? 0) + intervalSeconds >= windowSeconds * coveredShare;
}

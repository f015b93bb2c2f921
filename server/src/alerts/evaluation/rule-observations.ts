import { Inject, Injectable } from '@nestjs/common';
import type { AlertKind } from '@hyprbox/contracts';
import type { OpenAlert } from '../records/open-alert.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { EvaluationRepository } from './evaluation.repository.js';
import { fleetRule, fleetSilence, fleetTarget } from './fleet-silence.js';
import { noTarget, type Observation } from './observation.js';
import type { Round, RuleObserver } from './rule-observer.js';

/** One observer for each kind of rule. */
export const RULE_OBSERVERS = Symbol('RuleObservers');

/** Finds out how the targets of all rules are. */
@Injectable()
export class RuleObservations {
  constructor(
    @Inject(RULE_OBSERVERS) private readonly observers: readonly RuleObserver[],
    private readonly repository: EvaluationRepository,
  ) {}

  /** How the targets of one rule are that is only tried. */
  async ofRule(round: Round, rule: AlertRuleEntity): Promise<Observation[]> {
    const observer = this.observers.find(({ kind }) => kind === rule.kind);
    return observer ? observer.observe(round, [rule], []) : [];
  }

  /** @param open the alerts of these rules that are open */
  async observe(round: Round, rules: readonly AlertRuleEntity[], open: readonly OpenAlert[]): Promise<Observation[]> {
    const observations: Observation[] = [];
    const ofKind = (kind: AlertKind): OpenAlert[] => open.filter((alert) => alert.kind === kind);
    for (const observer of this.observers) {
      const { kind } = observer;
      const watching = rules.filter((rule) => rule.kind === kind);
      if (watching.length > 0) observations.push(...(await observer.observe(round, watching, ofKind(kind))));
    }
    const rule = fleetRule(rules);
    if (rule) {
      const size = await this.repository.fleetSize(round.tx);
      const condition = fleetSilence(observations, size, ofKind('FLEET_SILENT').length > 0);
      observations.push({ rule, target: noTarget, condition, key: fleetTarget });
    }
    return observations;
  }
}

import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { Ids } from '../../time/clock.js';
import { AlertChangesRepository } from '../records/alert-changes.repository.js';
import type { OpenAlert } from '../records/open-alert.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { AlertRulesRepository } from '../rules/alert-rules.repository.js';
import { keyOf, type Judgement } from './alert-judgement.js';
import { EvaluationRepository } from './evaluation.repository.js';
import { observedKey, type Observation } from './observation.js';

/** For so long an alert of the same target is the same coming and going. */
const flappingMs = 30 * 60_000;
/** More alerts than this change at once only where everybody has to read the list again. */
const namedAlerts = 100;

/** What a round of the evaluation reads and writes. */
@Injectable()
export class EvaluationRecords {
  constructor(
    private readonly evaluation: EvaluationRepository,
    private readonly rules: AlertRulesRepository,
    private readonly alerts: AlertChangesRepository,
    private readonly ids: Ids,
  ) {}

  /** Begins a round: nobody else evaluates until the transaction ends. */
  async begin(tx: Transaction): Promise<{ rules: AlertRuleEntity[]; open: OpenAlert[] }> {
    await this.evaluation.lock(tx);
    return { rules: await this.rules.findEnabled(tx), open: await this.alerts.lockOpen(tx) };
  }

  readonly newId = (): string => this.ids.next();

  /** An alert that begins anew goes on with the coming and going of the last one: when that changed, by rule and target. */
  async earlierChanges(
    tx: Transaction,
    now: Date,
    observations: readonly Observation[],
    isOpen: (key: string) => boolean,
  ): Promise<Map<string, Date[]>> {
    const begun = observations
      .filter(({ condition }) => condition.is === 'BREACH')
      .map((observation) => ({ ruleId: observation.rule.id, target: observedKey(observation) }))
      .filter(({ ruleId, target }) => !isOpen(keyOf(ruleId, target)));
    if (begun.length === 0) return new Map();
    return this.alerts.recentChanges(tx, begun, new Date(now.getTime() - flappingMs));
  }

  async write(tx: Transaction, { inserted, updated, removed, events }: Judgement, now: Date): Promise<void> {
    await this.alerts.remove(tx, removed);
    await this.alerts.insert(tx, inserted);
    await this.alerts.update(tx, updated);
    await this.alerts.addEvents(tx, events, now);
    const ids = [...inserted.map(({ id }) => id), ...updated.map(({ id }) => id), ...removed];
    if (ids.length > 0) tx.publishAfterCommit({ topic: 'alerts', ids: ids.length > namedAlerts ? null : ids });
  }
}

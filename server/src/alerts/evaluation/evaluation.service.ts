import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import { DispatchService } from '../routing/dispatch.service.js';
import type { OpenAlert } from '../records/open-alert.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { OpenWindowsReader } from '../windows/open-windows.js';
import { AlertJudge, patienceOf, unitOf } from './alert-judgement.js';
import { attributesOf, type Attributes } from './attributes.js';
import { EvaluationRecords } from './evaluation-records.js';
import { pauseMs, type Round } from './rule-observer.js';
import { RuleObservations } from './rule-observations.js';
import { nextChange, type Entry } from './transition.js';

export const roundMs = 10_000;
/** Rounds are no closer than this, whatever comes due. */
const soonestMs = 1_000;

/**
 * Holds all rules against the fleet: reads with a few statements for any number of hosts, and writes only what changed, in
 * one transaction.
 */
@Injectable()
export class EvaluationService {
  constructor(
    private readonly observations: RuleObservations,
    private readonly records: EvaluationRecords,
    private readonly windows: OpenWindowsReader,
    private readonly dispatch: DispatchService,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @param sinceLastMs how long ago the last round was; null if there was none
   * @returns the ms after which something comes due
   */
  async evaluate(sinceLastMs: number | null): Promise<number> {
    return this.work.system('alerts', async (tx) => {
      const { rules, open } = await this.records.begin(tx);
      const now = await tx.now();
      const judge = new AlertJudge(open, now, this.records.newId);
      if (sinceLastMs !== null && sinceLastMs > pauseMs) judge.shift(sinceLastMs - roundMs);
      await this.judge({ tx, now, sinceLastMs }, rules, judge);
      await this.setAttributes(tx, now, judge);
      await this.records.write(tx, judge.finish(), now);
      const tellAt = await this.dispatch.dispatch(tx, now, judge.open());
      return dueInMs(judge.open(), rules, now, tellAt);
    });
  }

  private async judge(round: Round, rules: readonly AlertRuleEntity[], judge: AlertJudge): Promise<void> {
    const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
    for (const alert of judge.open()) {
      const rule = ruleOf.get(alert.ruleId);
      const kind = alert.kind === 'FLEET_SILENT' ? 'NODE_SILENT' : alert.kind;
      if (!rule) judge.end(alert, 'The rule was deleted or disabled.');
      else if (rule.kind !== kind || (alert.kind === kind && alert.unit !== unitOf(rule)))
        judge.end(alert, watchesElse);
    }
    const observations = await this.observations.observe(round, rules, judge.open());
    const earlier = await this.records.earlierChanges(round.tx, round.now, observations, (key) => judge.isOpen(key));
    judge.takeAll(observations, earlier);
    judge.endUnobserved(observations, watchesElse);
    for (const alert of judge.open()) {
      const rule = ruleOf.get(alert.ruleId);
      if (rule) judge.adopt(alert, rule);
    }
  }

  private async setAttributes(tx: Transaction, now: Date, judge: AlertJudge): Promise<void> {
    const alerts = judge.open();
    if (alerts.length === 0) return;
    const nodeIds = [...new Set(alerts.flatMap(({ nodeId }) => nodeId ?? []))];
    const attributes = attributesOf(alerts, await this.windows.read(now, nodeIds, tx.manager));
    for (const alert of alerts) {
      const wanted = attributes.get(alert.id);
      if (!wanted) continue;
      const isAckOver = alert.ackedUntil !== null && alert.ackedUntil <= now;
      const entries = [...entriesOf(alert, wanted), ...(isAckOver ? [ackOver] : [])];
      if (alert.inhibitedBy === wanted.inhibitedBy && alert.windowId === wanted.windowId && !isAckOver) continue;
      judge.change({ ...alert, ...wanted, ackedUntil: isAckOver ? null : alert.ackedUntil });
      judge.note(alert, entries);
    }
  }
}

const watchesElse = 'The rule watches something else by now.';
const ackOver: Entry = { kind: 'UNACKED', detail: 'The acknowledgement has run out.' };

function entriesOf(alert: OpenAlert, { inhibitedBy, windowId }: Attributes): Entry[] {
  const entries: Entry[] = [];
  if (alert.inhibitedBy === null && inhibitedBy !== null) {
    entries.push({ kind: 'INHIBITED', detail: 'Another alert explains it; nobody is told of this one.' });
  }
  if (alert.inhibitedBy !== null && inhibitedBy === null) {
    entries.push({ kind: 'UNINHIBITED', detail: 'What explained it is over.' });
  }
  if (alert.windowId === null && windowId !== null) {
    entries.push({ kind: 'SILENCED', detail: 'A silence keeps it quiet.' });
  }
  if (alert.windowId !== null && windowId === null)
    entries.push({ kind: 'UNSILENCED', detail: 'The silence is over.' });
  return entries;
}

function dueInMs(
  alerts: readonly OpenAlert[],
  rules: readonly AlertRuleEntity[],
  now: Date,
  tellAt: Date | null,
): number {
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  let due = tellAt ? Math.min(roundMs, tellAt.getTime() - now.getTime()) : roundMs;
  for (const alert of alerts) {
    const rule = ruleOf.get(alert.ruleId);
    const at = rule && nextChange(alert, patienceOf(rule));
    if (at) due = Math.min(due, at.getTime() - now.getTime());
  }
  return Math.max(soonestMs, due);
}

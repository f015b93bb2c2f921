import { alertMetricUnits, type AlertConditions } from '@hyprbox/contracts';
import type { NewAlertEvent, OpenAlert } from '../records/open-alert.js';
import { figureInWords } from '../records/figure-in-words.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { fleetTarget } from './fleet-silence.js';
import { observedKey, type Condition, type Observation } from './observation.js';
import { transition, type AlertProgress, type Entry, type Patience, type Transition } from './transition.js';

/** What a round changes. */
export interface Judgement {
  inserted: OpenAlert[];
  updated: OpenAlert[];
  removed: string[];
  events: NewAlertEvent[];
}

export function patienceOf({ forSeconds, keepSeconds, severity, kind, condition }: AlertRuleEntity): Patience {
  const isHigherWorse = !(kind === 'METRIC' && (condition as AlertConditions['METRIC']).op === '<');
  return { forSeconds, keepSeconds, severity, isHigherWorse };
}

export function unitOf({ kind, condition }: AlertRuleEntity): string {
  if (kind === 'METRIC') return alertMetricUnits[(condition as AlertConditions['METRIC']).metric];
  return kind === 'NODE_SILENT' ? 's' : '';
}

/** The key of a rule's target among all. */
export function keyOf(ruleId: string, target: string): string {
  return `${ruleId} ${target}`;
}

/** Takes what was found into the alerts that are open, and begins those that are new. */
export class AlertJudge {
  private readonly judgement: Judgement = { inserted: [], updated: [], removed: [], events: [] };
  /** All that are open or have just been resolved, as they are now. */
  private readonly alerts = new Map<string, OpenAlert>();
  private readonly dirty = new Set<string>();
  private readonly fresh = new Set<string>();

  constructor(
    open: readonly OpenAlert[],
    private readonly now: Date,
    private readonly nextId: () => string,
  ) {
    for (const alert of open) this.alerts.set(keyOf(alert.ruleId, alert.target), alert);
  }

  open(): OpenAlert[] {
    return [...this.alerts.values()].filter(({ state }) => state !== 'RESOLVED');
  }

  /** @param key as {@link keyOf} gives it */
  isOpen(key: string): boolean {
    return this.alerts.has(key);
  }

  /** An evaluation that paused does not count towards what has to last. One that was not noted may be told of twice. */
  shift(pausedMs: number): void {
    const later = (time: Date): Date => new Date(Math.min(time.getTime() + pausedMs, this.now.getTime()));
    for (const alert of [...this.alerts.values()]) {
      if (alert.state === 'PENDING') this.change({ ...alert, pendingSince: later(alert.pendingSince) });
      if (alert.state === 'RECOVERING' && alert.recoveringSince) {
        this.change({ ...alert, recoveringSince: later(alert.recoveringSince) });
      }
    }
  }

  /** @param earlier by {@link keyOf}: when the last alert of the same target changed, if that was of late */
  takeAll(observations: readonly Observation[], earlier: ReadonlyMap<string, readonly Date[]>): void {
    for (const observation of observations) this.take(observation, earlier);
  }

  private take(observation: Observation, earlier: ReadonlyMap<string, readonly Date[]>): void {
    const { rule, condition } = observation;
    const key = keyOf(rule.id, observedKey(observation));
    const before = this.alerts.get(key) ?? null;
    const next = transition(before, condition, patienceOf(rule), this.now, earlier.get(key));
    if (!next) return;
    const { after } = next;
    const entries = entriesOf(next, condition);
    if (before) this.follow(before, { after, entries });
    else if (after) this.note(this.begin(observation, after), entries);
  }

  /** Ends one that is not watched any more. */
  end(alert: OpenAlert, reason: string): void {
    const patience = { forSeconds: 0, keepSeconds: 0, severity: alert.severity, isHigherWorse: true };
    const next = transition(alert, { is: 'GONE', reason }, patience, this.now);
    if (next) this.follow(alert, next);
  }

  /** Ends those of which the observers, who tell of every open one that they watch, said nothing. */
  endUnobserved(observations: readonly Observation[], reason: string): void {
    const observed = new Set(observations.map((each) => keyOf(each.rule.id, observedKey(each))));
    for (const alert of this.open()) {
      if (!observed.has(keyOf(alert.ruleId, alert.target))) this.end(alert, reason);
    }
  }

  /** Adopts what its rule says by now. */
  adopt(alert: OpenAlert, { name, severity, runbook }: AlertRuleEntity): void {
    const isSame = alert.ruleName === name && alert.severity === severity && alert.runbook === runbook;
    if (isSame) return;
    const grows = alert.severity === 'WARNING' && severity === 'CRITICAL';
    this.change({
      ...alert,
      ruleName: name,
      severity,
      runbook,
      ...(grows && { ackedUntil: null, routed: false }),
    });
    if (alert.severity !== severity) {
      const detail = `The rule was changed: ${severity} instead of ${alert.severity}.`;
      this.note(alert, [{ kind: 'RULE_CHANGED', detail }]);
    }
  }

  /** Changes an alert, and remembers to write it. */
  change(alert: OpenAlert): void {
    this.alerts.set(keyOf(alert.ruleId, alert.target), alert);
    if (!this.fresh.has(alert.id)) this.dirty.add(alert.id);
  }

  note(alert: OpenAlert, entries: readonly Entry[]): void {
    for (const { kind, detail } of entries) {
      const figure = kind === 'FIRED' || kind === 'FIRED_AGAIN' ? figureInWords(alert) : null;
      this.judgement.events.push({ alertId: alert.id, kind, detail: figure === null ? detail : `${detail} ${figure}` });
    }
  }

  /** What is to be written. */
  finish(): Judgement {
    for (const alert of this.alerts.values()) {
      if (this.fresh.has(alert.id)) this.judgement.inserted.push(alert);
      else if (this.dirty.has(alert.id)) this.judgement.updated.push(alert);
    }
    const removed = new Set(this.judgement.removed);
    this.judgement.events = this.judgement.events.filter(({ alertId }) => !removed.has(alertId));
    return this.judgement;
  }

  private follow(before: OpenAlert, { after, entries }: Transition): void {
    if (after) {
      // Nobody has what is over.
      this.change({ ...before, ...after, ...(after.state === 'RESOLVED' && { ackedUntil: null }) });
      this.note({ ...before, ...after }, entries);
    } else {
      this.alerts.delete(keyOf(before.ruleId, before.target));
      this.judgement.removed.push(before.id);
    }
  }

  private begin(observation: Observation, progress: AlertProgress): OpenAlert {
    const { rule, target } = observation;
    const key = observedKey(observation);
    const isFleet = key === fleetTarget;
    const alert: OpenAlert = {
      id: this.nextId(),
      ruleId: rule.id,
      ruleName: rule.name,
      kind: isFleet ? 'FLEET_SILENT' : rule.kind,
      target: key,
      ...target,
      unit: isFleet ? '' : unitOf(rule),
      ackedUntil: null,
      inhibitedBy: null,
      windowId: null,
      runbook: rule.runbook,
      routed: false,
      ...progress,
    };
    this.fresh.add(alert.id);
    this.alerts.set(keyOf(rule.id, key), alert);
    return alert;
  }
}

function entriesOf({ entries }: Transition, condition: Condition): Entry[] {
  const more = 'detail' in condition ? condition.detail : undefined;
  return more === undefined ? entries : entries.map(({ kind, detail }) => ({ kind, detail: `${detail} ${more}` }));
}

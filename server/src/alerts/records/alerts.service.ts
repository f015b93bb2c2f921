import { Injectable } from '@nestjs/common';
import type { AckRequest, Alert, AlertDetails, AlertSummary, Page } from '@hyprbox/contracts';
import { pageOf } from '../../common/cursor.js';
import { idFrom } from '../../common/id-cursor.js';
import { isUuid } from '../../common/uuid.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { DeliveriesService } from '../deliveries/deliveries.service.js';
import { AlertChangesRepository } from './alert-changes.repository.js';
import type { AlertEntity } from './alert.entity.js';
import type { AlertsQuery } from './alerts.dto.js';
import { AlertNotFound, AlertResolved } from './alerts.errors.js';
import { toAlert, toAlertEvent } from './alerts.mapper.js';
import { AlertsRepository } from './alerts.repository.js';

/** What the rules found, and what people do about it. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly alerts: AlertsRepository,
    private readonly changes: AlertChangesRepository,
    private readonly deliveries: DeliveriesService,
    private readonly work: UnitOfWork,
  ) {}

  async list({ limit, cursor, ...filter }: AlertsQuery): Promise<Page<Alert>> {
    const rows = await this.alerts.findPage(filter, idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toAlert, ({ id }) => [id]);
  }

  async get(id: string): Promise<AlertDetails> {
    const alert = isUuid(id) ? await this.alerts.find(id) : null;
    if (!alert) throw new AlertNotFound();
    const events = await this.alerts.events(id);
    return { ...toAlert(alert), events: events.map(toAlertEvent), deliveries: await this.deliveries.ofAlert(id) };
  }

  /** Those of them that are there. */
  async getMany(ids: readonly string[]): Promise<Alert[]> {
    return (await this.alerts.findMany(ids)).map(toAlert);
  }

  async summary(): Promise<AlertSummary> {
    const [{ firingWarning, firingCritical, evaluatedAt, ...counts }, rules] = await Promise.all([
      this.alerts.counts(),
      this.alerts.countsByRule(),
    ]);
    return {
      ...counts,
      rules,
      firing: { WARNING: firingWarning, CRITICAL: firingCritical },
      evaluatedAt: evaluatedAt?.toISOString() ?? null,
    };
  }

  /** Nobody is reminded of it, and nobody further is told, until that time, its end, or until it gets worse. */
  async acknowledge(actor: Actor, id: string, { forSeconds, note }: AckRequest): Promise<Alert> {
    return this.handle(actor, id, 'alert.ack', { forSeconds }, async (tx, alert) => {
      if (alert.state === 'RESOLVED') throw new AlertResolved();
      const now = await tx.now();
      const detail = note ?? `For ${forSeconds} s.`;
      await this.changes.addEvents(tx, [{ alertId: id, kind: 'ACKED', detail, actorName: actor.name }], now);
      return {
        ackedBy: actor.id,
        ackedByName: actor.name,
        ackedUntil: new Date(now.getTime() + forSeconds * 1000),
        ...(note !== undefined && { note }),
      };
    });
  }

  /** Taking back what is not acknowledged changes nothing. */
  async unacknowledge(actor: Actor, id: string): Promise<Alert> {
    return this.handle(actor, id, 'alert.unack', {}, async (tx, alert) => {
      if (alert.ackedUntil === null) return null;
      const event = { alertId: id, kind: 'UNACKED' as const, detail: 'Taken back.', actorName: actor.name };
      await this.changes.addEvents(tx, [event], await tx.now());
      return { ackedBy: null, ackedByName: null, ackedUntil: null };
    });
  }

  /** Takes the place of the note before; an empty one takes it away. */
  async annotate(actor: Actor, id: string, note: string): Promise<Alert> {
    return this.handle(actor, id, 'alert.note', {}, async (tx) => {
      await this.changes.addEvents(
        tx,
        [{ alertId: id, kind: 'NOTE', detail: note, actorName: actor.name }],
        await tx.now(),
      );
      return { note: note === '' ? null : note };
    });
  }

  private async handle(
    actor: Actor,
    id: string,
    action: 'alert.ack' | 'alert.unack' | 'alert.note',
    details: Record<string, unknown>,
    change: (tx: Transaction, alert: AlertEntity) => Promise<Partial<AlertEntity> | null>,
  ): Promise<Alert> {
    if (!isUuid(id)) throw new AlertNotFound();
    const { alert } = await this.work.run<{ alert: AlertEntity; isChanged: boolean }>(
      ({ alert: { ruleName, target }, isChanged }) =>
        isChanged
          ? { actor, action, target: { type: 'alert', id }, details: { rule: ruleName, of: target, ...details } }
          : null,
      async (tx) => {
        const before = await this.alerts.lock(tx, id);
        if (!before) throw new AlertNotFound();
        const changes = await change(tx, before);
        if (changes === null) return { alert: before, isChanged: false };
        await this.alerts.update(tx, id, changes);
        tx.publishAfterCommit({ topic: 'alerts', ids: [id] });
        return { alert: { ...before, ...changes }, isChanged: true };
      },
    );
    return toAlert(alert);
  }
}

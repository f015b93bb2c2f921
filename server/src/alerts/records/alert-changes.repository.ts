import { Injectable } from '@nestjs/common';
import { listOf, text, uuid } from '@hyprbox/contracts/schemas';
import { affectedRows, rawQuery, timestamp } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { Ids } from '../../time/clock.js';
import { openAlerts, type NewAlertEvent, type OpenAlert } from './open-alert.js';

const columns = `id, rule_id AS "ruleId", rule_name AS "ruleName", kind, severity, target, node_id AS "nodeId", mount, preset,
  policy_id AS "policyId", beat_id AS "beatId", self_check AS "selfCheck", state, value, unit, peak,
  pending_since AS "pendingSince", fired_at AS "firedAt", recovering_since AS "recoveringSince",
  resolved_at AS "resolvedAt", acked_until AS "ackedUntil",
  inhibited_by AS "inhibitedBy", window_id AS "windowId", times_fired AS "timesFired", changes,
  keep_seconds AS "keepSeconds", runbook, routed`;

const fields = `id uuid, "ruleId" uuid, "ruleName" text, kind text, severity text, target text, "nodeId" text, mount text,
  preset text, "policyId" uuid, "beatId" uuid, "selfCheck" text, state text, value float8, unit text, peak float8,
  "pendingSince" timestamptz, "firedAt" timestamptz, "recoveringSince" timestamptz, "resolvedAt" timestamptz,
  "ackedUntil" timestamptz, "inhibitedBy" uuid, "windowId" uuid, "timesFired" integer, changes timestamptz[],
  "keepSeconds" integer, runbook text, routed boolean`;

const recentChanges = rawQuery('alerts.recentChanges', { ruleId: uuid, target: text, changes: listOf(timestamp) });

/** Alerts as the evaluation reads and writes them: many at once, one statement for any number. */
@Injectable()
export class AlertChangesRepository {
  constructor(private readonly ids: Ids) {}

  /** All that are open. They are locked, so that nobody acknowledges one while it is being judged. */
  async lockOpen(tx: Transaction): Promise<OpenAlert[]> {
    return openAlerts.rows(
      tx.manager,
      `SELECT ${columns} FROM alerts WHERE state <> 'RESOLVED' ORDER BY id FOR NO KEY UPDATE`,
    );
  }

  /** When alerts of these rules and targets that ended since then changed. */
  async recentChanges(
    tx: Transaction,
    targets: readonly { ruleId: string; target: string }[],
    since: Date,
  ): Promise<Map<string, Date[]>> {
    const rows = await recentChanges.rows(
      tx.manager,
      `SELECT DISTINCT ON (a.rule_id, a.target) a.rule_id AS "ruleId", a.target, a.changes
       FROM unnest($1::uuid[], $2::text[]) AS t(rule_id, target)
       JOIN alerts a ON a.rule_id = t.rule_id AND a.target = t.target AND a.resolved_at >= $3
       ORDER BY a.rule_id, a.target, a.id DESC`,
      [targets.map(({ ruleId }) => ruleId), targets.map(({ target }) => target), since],
    );
    return new Map(rows.map(({ ruleId, target, changes }) => [`${ruleId} ${target}`, changes]));
  }

  async insert(tx: Transaction, alerts: readonly OpenAlert[]): Promise<void> {
    if (alerts.length === 0) return;
    await tx.manager.query(
      `INSERT INTO alerts (id, rule_id, rule_name, kind, severity, target, node_id, mount, preset, policy_id, beat_id,
         self_check, state, value, unit, peak, pending_since, fired_at, recovering_since, resolved_at, acked_until,
         inhibited_by, window_id, times_fired, changes, keep_seconds, runbook, routed)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS a(${fields})`,
      [JSON.stringify(alerts)],
    );
  }

  async update(tx: Transaction, alerts: readonly OpenAlert[]): Promise<void> {
    if (alerts.length === 0) return;
    await tx.manager.query(
      `UPDATE alerts a SET rule_name = b."ruleName", severity = b.severity, state = b.state, value = b.value, peak = b.peak,
         pending_since = b."pendingSince", fired_at = b."firedAt", recovering_since = b."recoveringSince",
         resolved_at = b."resolvedAt", inhibited_by = b."inhibitedBy", window_id = b."windowId",
         times_fired = b."timesFired", changes = b.changes, keep_seconds = b."keepSeconds", runbook = b.runbook,
         routed = b.routed, acked_until = b."ackedUntil",
         acked_by = CASE WHEN b."ackedUntil" IS NULL THEN NULL ELSE a.acked_by END,
         acked_by_name = CASE WHEN b."ackedUntil" IS NULL THEN NULL ELSE a.acked_by_name END
       FROM jsonb_to_recordset($1::jsonb) AS b(${fields}) WHERE a.id = b.id`,
      [JSON.stringify(alerts)],
    );
  }

  async remove(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await tx.manager.query('DELETE FROM alerts WHERE id = ANY($1::uuid[])', [ids]);
  }

  /** @returns how many of those that have been over for so many days were deleted */
  async removeOver(tx: Transaction, days: number, count: number): Promise<number> {
    return affectedRows(
      tx.manager,
      `DELETE FROM alerts WHERE id IN (
         SELECT id FROM alerts WHERE resolved_at < now() - $1 * interval '1 day' ORDER BY resolved_at LIMIT $2)`,
      [days, count],
    );
  }

  async addEvents(tx: Transaction, events: readonly NewAlertEvent[], at: Date): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event) => ({ id: this.ids.next(), ...event }));
    await tx.manager.query(
      `INSERT INTO alert_events (id, alert_id, at, kind, actor_name, detail, job_id)
       SELECT id, "alertId", $2, kind, "actorName", detail, "jobId"
       FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, "alertId" uuid, kind text, "actorName" text, detail text,
         "jobId" uuid)`,
      [JSON.stringify(rows), at],
    );
  }
}

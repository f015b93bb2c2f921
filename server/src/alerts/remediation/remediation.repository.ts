import { Injectable } from '@nestjs/common';
import { roles, type Remediation } from '@hyprbox/contracts';
import { flag, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, json, rawQuery, type RowOf } from '../../database/raw-query.js';

const due = rawQuery('remediation.due', {
  alertId: uuid,
  ruleId: uuid,
  ruleName: text,
  nodeId: text,
  timesFired: integer,
  remediation: json<Remediation>(),
  userId: uuid,
  userName: text,
  role: oneOf(roles),
  isDisabled: flag,
  /** Of the rule's jobs, how many are not over. */
  running: integer,
});

/** An alert that fires, whose rule has a preset for that, which has not been run for it yet. */
export type DueRemediation = RowOf<typeof due>;

/** Alerts that are looked at in one round. */
const roundMax = 100;

@Injectable()
export class RemediationRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Oldest first. Not of alerts that are kept quiet or that somebody has taken on, nor of hosts that had one of late. */
  async due(): Promise<DueRemediation[]> {
    return due.rows(
      this.dataSource,
      `SELECT a.id AS "alertId", a.rule_id AS "ruleId", a.rule_name AS "ruleName", a.node_id AS "nodeId",
         a.times_fired AS "timesFired", r.remediation, u.id AS "userId", u.name AS "userName", u.role,
         u.disabled_at IS NOT NULL AS "isDisabled",
         (SELECT count(*)::integer FROM alert_events e JOIN alerts b ON b.id = e.alert_id
          JOIN executions x ON x.id = e.job_id
          WHERE b.rule_id = r.id AND e.kind = 'REMEDIATION' AND x.status IN ('QUEUED', 'RUNNING')) AS running
       FROM alerts a JOIN alert_rules r ON r.id = a.rule_id AND r.enabled AND r.remediation IS NOT NULL
       JOIN users u ON u.id = r.remediation_by JOIN nodes n ON n.id = a.node_id AND n.decommissioned_at IS NULL
       WHERE a.state = 'FIRING' AND a.window_id IS NULL AND a.inhibited_by IS NULL
         AND NOT coalesce(a.acked_until > now(), false)
         AND NOT EXISTS (
           SELECT FROM alert_events e WHERE e.alert_id = a.id AND e.kind = 'REMEDIATION' AND e.id > coalesce((
             SELECT f.id FROM alert_events f WHERE f.alert_id = a.id AND f.kind IN ('FIRED', 'FIRED_AGAIN')
             ORDER BY f.id DESC LIMIT 1), e.id))
         AND NOT EXISTS (
           SELECT FROM alerts b JOIN alert_events e ON e.alert_id = b.id
           WHERE b.rule_id = a.rule_id AND b.node_id = a.node_id AND e.kind = 'REMEDIATION'
             AND e.at > now() - (r.remediation ->> 'everySeconds')::integer * interval '1 second')
       ORDER BY a.id LIMIT ${roundMax}`,
    );
  }
}

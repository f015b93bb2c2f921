import { Injectable } from '@nestjs/common';
import { alertKinds, alertSeverities, alertStates } from '@hyprbox/contracts';
import { flag, listOf, nullable, number, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { v5 as uuidv5 } from 'uuid';
import { integer, rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

const states = rawQuery('alertGroups.states', {
  id: uuid,
  route: text,
  key: text,
  closed: flag,
  openedAt: timestamp,
  sentAt: nullable(timestamp),
  step: integer,
  untold: integer,
  grown: integer,
  over: integer,
  waiting: integer,
  open: integer,
});

const members = rawQuery('alertGroups.members', {
  alertId: uuid,
  isTold: flag,
  /** Also where it has grown worse since, and is to be told again. */
  wasTold: flag,
  channels: listOf(uuid),
  isQuiet: flag,
  isAcked: flag,
  ruleName: text,
  kind: oneOf(alertKinds),
  severity: oneOf(alertSeverities),
  state: oneOf(alertStates),
  nodeId: nullable(text),
  host: nullable(text),
  mount: nullable(text),
  preset: nullable(text),
  policy: nullable(text),
  beat: nullable(text),
  value: nullable(number),
  unit: text,
  firedAt: nullable(timestamp),
  pendingSince: timestamp,
  resolvedAt: nullable(timestamp),
  runbook: nullable(text),
  note: nullable(text),
});

const inserted = rawQuery('alertGroups.open', { id: uuid, route: text, key: text });
const sent = rawQuery('alertGroups.sentTo', { id: uuid });
const outdated = rawQuery('alertGroups.outdated', { id: uuid });
const closing = rawQuery('alertGroups.close', { id: uuid });
const leaving = rawQuery('alertGroups.leaving', { id: uuid });
const tags = rawQuery('alertGroups.tags', { id: text, tags: listOf(text) });

export type GroupRow = RowOf<typeof states>;
export type MemberRow = RowOf<typeof members>;

/** An alert that goes into a group. */
export interface NewMember {
  route: string;
  key: string;
  alertId: string;
}

/** Of the ids of groups among all ids that are made of names. */
const groupNamespace = 'a4a8a3f0-5d0c-4f0e-9f0b-6a2c1f3b7d51';

function groupId(route: string, key: string): string {
  return uuidv5(`${route}\n${key}`, groupNamespace);
}

const isQuiet = '(a.window_id IS NOT NULL OR a.inhibited_by IS NOT NULL)';
const isAcked = 'coalesce(a.acked_until > $1, false)';
/** Whether somebody was told of it, though it may have to be told again. */
const wasTold = `(m.told_at IS NOT NULL OR m.channels <> '{}')`;
const fires = `a.state IN ('FIRING', 'RECOVERING')`;

@Injectable()
export class AlertGroupsRepository {
  /** The tags of nodes, for groups that go by them. */
  async tagsOf(tx: Transaction, nodeIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tags.rows(tx.manager, 'SELECT id, tags FROM nodes WHERE id = ANY($1::text[])', [nodeIds]);
    return new Map(rows.map((row) => [row.id, row.tags]));
  }

  /**
   * Puts alerts into their groups, which are opened where there are none. A group that is opened anew has the id that it
   * had, so that what it tells waits for what it told before.
   *
   * @param again alerts that are to be told once more where they are in their groups already
   */
  async add(tx: Transaction, news: readonly NewMember[], again: readonly string[], now: Date): Promise<void> {
    const groups = [
      ...new Map(news.map(({ route, key }) => [`${route}\n${key}`, { id: groupId(route, key), route, key }])).values(),
    ];
    const opened = await inserted.rows(
      tx.manager,
      `INSERT INTO alert_groups (id, route, key, opened_at, step)
       SELECT id, route, key, $2, 0 FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, route text, key text)
       ON CONFLICT (route, key) DO UPDATE SET step = alert_groups.step RETURNING id, route, key`,
      [JSON.stringify(groups), now],
    );
    const idOf = new Map(opened.map(({ id, route, key }) => [`${route}\n${key}`, id]));
    const rows = news.map(({ route, key, alertId }) => ({ groupId: idOf.get(`${route}\n${key}`), alertId }));
    await tx.manager.query(
      `INSERT INTO alert_group_members (group_id, alert_id, channels)
       SELECT "groupId", "alertId", '{}' FROM jsonb_to_recordset($1::jsonb) AS m("groupId" uuid, "alertId" uuid)
       ON CONFLICT (group_id, alert_id) DO UPDATE SET told_at = NULL WHERE excluded.alert_id = ANY($2::uuid[])`,
      [JSON.stringify(rows), again],
    );
  }

  async markRouted(tx: Transaction, alertIds: readonly string[], routed: boolean): Promise<void> {
    if (alertIds.length === 0) return;
    await tx.manager.query('UPDATE alerts SET routed = $2 WHERE id = ANY($1::uuid[])', [alertIds, routed]);
  }

  /** Lets go of what is over without having been told, and of groups that have nothing in them. */
  async tidy(tx: Transaction): Promise<void> {
    await tx.manager.query(
      `DELETE FROM alert_group_members m USING alerts a
       WHERE a.id = m.alert_id AND a.state = 'RESOLVED' AND NOT ${wasTold}`,
    );
    await tx.manager.query(
      `DELETE FROM alert_groups g WHERE NOT EXISTS (SELECT FROM alert_group_members m WHERE m.group_id = g.id)`,
    );
  }

  /**
   * Closes the groups of routes that there are no more: they keep what they told, to tell that it is over. Those of a route
   * that is there again go on.
   *
   * @param routes the keys of those that there are
   * @returns the alerts in what was closed, which go by the routes that there are
   */
  async close(tx: Transaction, routes: readonly string[], now: Date): Promise<Set<string>> {
    await tx.manager.query('UPDATE alert_groups SET closed = false WHERE closed AND route = ANY($1::text[])', [routes]);
    const closed = await closing.rows(
      tx.manager,
      'UPDATE alert_groups SET closed = true WHERE NOT closed AND NOT route = ANY($1::text[]) RETURNING id',
      [routes],
    );
    if (closed.length === 0) return new Set();
    const ids = closed.map(({ id }) => id);
    const left = await leaving.rows(
      tx.manager,
      `SELECT DISTINCT a.id FROM alert_group_members m JOIN alerts a ON a.id = m.alert_id
       WHERE m.group_id = ANY($1::uuid[]) AND a.state <> 'RESOLVED'`,
      [ids],
    );
    await tx.manager.query(`DELETE FROM alert_group_members m WHERE m.group_id = ANY($1::uuid[]) AND NOT ${wasTold}`, [
      ids,
    ]);
    await tx.manager.query(
      'UPDATE alert_group_members SET told_at = $2 WHERE group_id = ANY($1::uuid[]) AND told_at IS NULL',
      [ids, now],
    );
    return new Set(left.map(({ id }) => id));
  }

  async states(tx: Transaction, now: Date): Promise<GroupRow[]> {
    return states.rows(
      tx.manager,
      `SELECT g.id, g.route, g.key, g.closed, g.opened_at AS "openedAt", g.sent_at AS "sentAt", g.step,
         count(*) FILTER (WHERE m.told_at IS NULL AND ${fires} AND NOT ${isQuiet})::integer AS untold,
         count(*) FILTER (WHERE m.told_at IS NULL AND ${wasTold} AND ${fires} AND NOT ${isQuiet})::integer AS grown,
         count(*) FILTER (WHERE ${wasTold} AND a.state = 'RESOLVED')::integer AS over,
         count(*) FILTER (WHERE m.told_at IS NOT NULL AND ${fires} AND NOT ${isQuiet} AND NOT ${isAcked})::integer
           AS waiting,
         count(*) FILTER (WHERE ${wasTold} AND a.state <> 'RESOLVED')::integer AS open
       FROM alert_groups g JOIN alert_group_members m ON m.group_id = g.id JOIN alerts a ON a.id = m.alert_id
       GROUP BY g.id`,
      [now],
    );
  }

  /** The alerts of a group, the worst and newest first. */
  async members(tx: Transaction, groupId: string, now: Date): Promise<MemberRow[]> {
    return members.rows(
      tx.manager,
      `SELECT m.alert_id AS "alertId", m.told_at IS NOT NULL AS "isTold", ${wasTold} AS "wasTold", m.channels, ${isQuiet} AS "isQuiet",
         ${isAcked} AS "isAcked", a.rule_name AS "ruleName", a.kind, a.severity, a.state, a.node_id AS "nodeId",
         coalesce(n.display_name, a.node_id) AS host, a.mount, a.preset, p.name AS policy, b.name AS beat,
         a.value, a.unit, a.fired_at AS "firedAt", a.pending_since AS "pendingSince",
         a.resolved_at AS "resolvedAt", a.runbook, a.note
       FROM alert_group_members m JOIN alerts a ON a.id = m.alert_id LEFT JOIN nodes n ON n.id = a.node_id
       LEFT JOIN backup_policies p ON p.id = a.policy_id LEFT JOIN beats b ON b.id = a.beat_id
       WHERE m.group_id = $2 ORDER BY a.state = 'RESOLVED', a.severity, a.id DESC`,
      [now, groupId],
    );
  }

  /** Those of a group's alerts of which a channel was told that they fire, is being told, or will be. */
  async sentTo(tx: Transaction, groupId: string, channelId: string, alertIds: readonly string[]): Promise<Set<string>> {
    const rows = await sent.rows(
      tx.manager,
      `SELECT DISTINCT of.id FROM alert_deliveries d CROSS JOIN unnest(d.alert_ids) AS of(id)
       WHERE d.group_id = $1 AND d.channel_id = $2 AND d.event IN ('firing', 'reminder')
         AND d.status IN ('SENT', 'SENDING', 'QUEUED') AND of.id = ANY($3::uuid[])`,
      [groupId, channelId, alertIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Messages of a group that nobody has begun to send and of whose alerts none fires any more. One that also tells of what
   * was over by then is sent all the same, as nothing else tells that again; it may be among those that are only counted.
   */
  async outdated(tx: Transaction, groupId: string): Promise<string[]> {
    const rows = await outdated.rows(
      tx.manager,
      `SELECT d.id FROM alert_deliveries d
       WHERE d.group_id = $1 AND d.status = 'QUEUED' AND d.attempts = 0 AND d.event IN ('firing', 'reminder')
         AND NOT d.message -> 'alerts' @> '[{"state": "RESOLVED"}]' AND (d.message ->> 'more')::integer = 0
         AND NOT EXISTS (SELECT FROM alerts a WHERE a.id = ANY(d.alert_ids) AND a.state <> 'RESOLVED')`,
      [groupId],
    );
    return rows.map(({ id }) => id);
  }

  /** Notes that a message left: to whom each alert was told, and which of them need no further word. */
  async told(
    tx: Transaction,
    groupId: string,
    {
      step,
      now,
      told,
      channels,
      over,
    }: { step: number; now: Date; told: string[]; channels: string[]; over: string[] },
  ): Promise<void> {
    await tx.manager.query('UPDATE alert_groups SET sent_at = $2, step = $3 WHERE id = $1', [groupId, now, step]);
    await tx.manager.query(
      `UPDATE alert_group_members SET told_at = coalesce(told_at, $2),
         channels = array(SELECT DISTINCT unnest(channels || $4::uuid[]))
       WHERE group_id = $1 AND alert_id = ANY($3::uuid[])`,
      [groupId, now, told, channels],
    );
    await tx.manager.query('DELETE FROM alert_group_members WHERE group_id = $1 AND alert_id = ANY($2::uuid[])', [
      groupId,
      over,
    ]);
  }
}

/**
 * Has the jobs of a rollout begin and end at a steady rate, as servers write it down when agents claim them and tell their
 * ends: a program of its own, so that it takes no time from who measures. That leaves out the agents' calls, of which
 * this machine takes fewer. `node moving-hosts.mjs <database url> <rollout> <changes a second>`, until SIGTERM.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const [databaseUrl, rolloutId, perSecond] = process.argv.slice(2);
const tickMs = 100;
/** As many begin as end; each of both is a change. */
const eachTick = Math.round((Number(perSecond) * tickMs) / 1000 / 2);
const sender = randomUUID();

const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();

const begin = `UPDATE executions SET status = 'RUNNING', claim_id = gen_random_uuid(), attempt = attempt + 1,
    started_at = now(), lease_expires_at = now() + interval '1 hour'
  WHERE id IN (SELECT e.id FROM executions e JOIN jobs j ON j.id = e.id
    WHERE j.rollout_id = $1 AND e.status = 'QUEUED' AND NOT e.held ORDER BY e.id LIMIT $2)
  RETURNING id`;
/** One in fifty fails. */
const end = `UPDATE executions SET status = CASE WHEN bad THEN 'FAILED' ELSE 'SUCCEEDED' END,
    reason = CASE WHEN bad THEN 'EXIT_CODE' END, exit_code = bad::integer, finished_at = now(), lease_expires_at = NULL,
    delivered = true
  FROM (SELECT e.id AS ended, random() < 0.02 AS bad FROM executions e JOIN jobs j ON j.id = e.id
    WHERE j.rollout_id = $1 AND e.status = 'RUNNING' AND e.started_at < now() - interval '1 second'
    ORDER BY e.started_at LIMIT $2) due
  WHERE id = ended RETURNING id`;

let isOver = false;
process.on('SIGTERM', () => (isOver = true));

const startedAt = performance.now();
for (let tick = 1; !isOver; tick++) {
  const moved = [];
  for (const sql of [end, begin]) moved.push(...(await database.query(sql, [rolloutId, eachTick])).rows);
  const notifications = moved.map(({ id }) => ({ topic: 'execution', id }));
  // server/src/database/notification-payloads.ts says how replicas tell each other.
  await database.query('SELECT pg_notify($1, $2)', ['hyprbox_hints', `${sender} ${JSON.stringify(notifications)}`]);
  const waitMs = startedAt + tick * tickMs - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
await database.end();

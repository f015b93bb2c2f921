/**
 * What a rolling restart costs: `node bench/rolling-restart.mjs [--hosts 200] [--rounds 2] [--delay 5]`.
 *
 * Two built servers in production, on one PostgreSQL, behind a real nginx with the documented configuration. Agents
 * report every second and keep a long poll for work open, people give jobs and follow the activity; meanwhile each server is
 * ended by SIGTERM and started again, the next one when the last is ready.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import pg from 'pg';
import { fill } from './fill.mjs';
import { followActivity } from './support/activity-readers.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { startExternalPostgres } from './support/external-postgres.mjs';
import { isHeartbeat, isTaken, startFleet } from './support/fleet.mjs';
import { machine } from './support/machine.mjs';
import { startOrders } from './support/orders.mjs';
import { tableOf } from './support/table.mjs';
import { testingLibrary } from './support/testing-library.mjs';

const intervalSeconds = 1;
const ordersPerSecond = 10;
const readers = 20;
const quietMs = 5_000;
/** In which all that was under way at the end has to come to an end. */
const settleMs = 30_000;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ hosts = 200, rounds = 2, delaySeconds = 5 } = {}) {
  const { documentedReplicas, freePort, startNginx } = await testingLibrary();
  await using parts = new AsyncDisposableStack();
  const keep = (part) => (parts.defer(() => part.stop()), part);
  const postgres = keep(await startExternalPostgres());
  const env = {
    NODE_ENV: 'production',
    HYPRBOX_DATABASE_URL: postgres.url,
    HYPRBOX_MIGRATION_DATABASE_URL: postgres.ownerUrl,
    HYPRBOX_JWT_SECRET: randomBytes(32).toString('hex'),
    HYPRBOX_TRUST_PROXY: '127.0.0.1',
    HYPRBOX_SHUTDOWN_DELAY_SECONDS: String(delaySeconds),
  };
  const servers = [
    keep(await startBuiltServer({ env, niceness: 0 })),
    keep(await startBuiltServer({ env, niceness: 0 })),
  ];
  const port = await freePort();
  const sample = (await documentedReplicas()).replace('listen 443 ssl', 'listen 443');
  parts.use(await startNginx(sample, port, ...servers.map((server) => server.url)));
  const url = `http://127.0.0.1:${port}`;
  const database = new pg.Client({ connectionString: postgres.ownerUrl });
  await database.connect();
  parts.defer(() => database.end());

  const tokens = await fill({ databaseUrl: postgres.ownerUrl, nodes: hosts, days: 0 });
  const fleet = keep(await startFleet(url, tokens, intervalSeconds));
  const { token } = await createClient({ baseUrl: url }).auth.login(admin);
  const activity = keep(await followActivity(url, token, readers));
  const from = await headOf(database);
  const orders = keep(startOrders(url, token, tokens, ordersPerSecond));
  await delay(quietMs);
  for (let round = 0; round < rounds; round += 1) for (const server of servers) await restart(server);
  await delay(quietMs);
  const ordered = await orders.stop();
  await until(async () => (await openJobs(database)) === 0);
  const happened = await activityAfter(database, from);
  await until(() => activity.haveSeen(happened.at(-1)));
  return [...ofCalls(await fleet.calls()), ...(await ofOrders(database, ordered)), ...activity.rows(happened)];
}

/** As a service manager does it for whoever waits for readiness before going on. */
async function restart(server) {
  await server.end();
  await server.start();
  await until(async () => (await fetch(`${server.url}/readyz`)).ok);
}

function ofCalls(calls) {
  const beats = calls.filter(isHeartbeat);
  const others = calls.filter((call) => !isHeartbeat(call));
  return [
    { name: 'heartbeats sent', ours: String(beats.length) },
    failures('… reset or 5xx, and sent again', beats),
    { name: '… longest between two of a host', ours: `${(longestSilence(beats) / 1000).toFixed(1)} s` },
    { name: 'other calls of agents', ours: String(others.length) },
    failures('… reset or 5xx, and made again', others),
  ];
}

function failures(name, calls) {
  const failed = calls.filter((call) => !isTaken(call));
  const reasons = Object.entries(Object.groupBy(failed, ({ outcome }) => outcome));
  const why = reasons.map(([reason, found = []]) => `${found.length} × ${reason}`).join(', ');
  return { name, ours: why === '' ? '0' : why, goal: '0', ok: failed.length === 0 };
}

function longestSilence(beats) {
  const lastOf = new Map();
  let longest = 0;
  for (const { nodeId, at, ms } of beats.filter(isTaken)) {
    const answered = at + ms;
    longest = Math.max(longest, answered - (lastOf.get(nodeId) ?? answered));
    lastOf.set(nodeId, answered);
  }
  return longest;
}

async function ofOrders(database, { sent, answered, failed, slowestMs }) {
  const { rows } = await database.query('SELECT id FROM jobs');
  const known = new Set(answered);
  const unanswered = sent - answered.length;
  const doubled = rows.length - rows.filter(({ id }) => known.has(id)).length;
  return [
    { name: 'jobs ordered', ours: String(sent) },
    { name: '… first tries reset or 5xx, and made again', ours: String(failed), goal: '0', ok: failed === 0 },
    { name: '… without an answer', ours: String(unanswered), goal: '0', ok: unanswered === 0 },
    { name: '… doubled', ours: String(doubled), goal: '0', ok: doubled === 0 && known.size === answered.length },
    { name: '… slowest answer', ours: `${slowestMs} ms` },
  ];
}

async function headOf(database) {
  const { rows } = await database.query('SELECT seq FROM activity_head');
  return rows[0].seq;
}

async function activityAfter(database, seq) {
  const { rows } = await database.query('SELECT id FROM activity WHERE seq > $1 ORDER BY seq', [seq]);
  return rows.map(({ id }) => id);
}

async function openJobs(database) {
  const { rows } = await database.query(`SELECT count(*)::int FROM executions WHERE status IN ('QUEUED', 'RUNNING')`);
  return rows[0].count;
}

/** Waits until it holds, or until the time for it is over: the table tells what did not. */
async function until(holds) {
  for (const ending = Date.now() + settleMs; Date.now() < ending; await delay(100)) if (await holds()) return;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      hosts: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '2' },
      delay: { type: 'string', default: '5' },
    },
  });
  console.log(`${machine()} before the run\n`);
  const [hosts, rounds, delaySeconds] = [values.hosts, values.rounds, values.delay].map(Number);
  console.log(tableOf(await measure({ hosts, rounds, delaySeconds })));
}

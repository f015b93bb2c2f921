/**
 * The list of rollouts: `node bench/rollout-list.mjs [--rollouts 200] [--targets 5000]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, makes one rollout and copies it, and asks
 * for the list: once while all of them are open, so that their hosts have to be counted, and once when they are over.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.mjs';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { machine } from './support/machine.mjs';
import { prepareFleet } from './support/polling-fleet.mjs';
import { tableOf } from './support/table.mjs';

const goals = { listMs: 300, pageMs: 1_000 };
const asks = 11;
/** As many as a page of the API has. */
const pageMax = 200;
const newWindowMs = 2_500;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ rollouts = 200, targets = 5_000 } = {}) {
  const { path: executablePath, problem } = await ensureChromium();
  if (executablePath === undefined) throw new Error(problem);
  const server = await startBuiltServer({ niceness: 0 });
  const database = new pg.Client({ connectionString: await databaseUrlOf(server.dataDir) });
  await database.connect();
  try {
    await fill({ databaseUrl: await databaseUrlOf(server.dataDir), nodes: targets, days: 0 });
    await prepareFleet(await databaseUrlOf(server.dataDir), []);
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    const client = createClient({ baseUrl: server.url, token });
    const { id } = await client.rollouts.create({
      preset: 'system-facts',
      variables: {},
      selector: { all: true },
      startAt: new Date(Date.now() + 24 * 3_600_000).toISOString(),
    });
    await copy(database, id, rollouts - 1);
    const words = `${rollouts} rollouts of ${targets} hosts`;
    const open = await listed(client);
    const openPage = await shown(executablePath, server.url);
    await endAll(database);
    const over = await listed(client);
    return [
      atMost(`${words}, all open: GET /api/rollouts?limit=${pageMax}, median`, open, goals.listMs),
      atMost('… page of the console', openPage, goals.pageMs),
      atMost(`${words}, all over: GET /api/rollouts?limit=${pageMax}, median`, over, goals.listMs),
    ];
  } finally {
    await database.end();
    await server.stop();
  }
}

/** Copies of a rollout with its waves and hosts. */
async function copy(database, id, count) {
  const { rows } = await database.query(
    `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
     WHERE table_name = 'rollouts' AND column_name <> 'id'`,
  );
  await database.query(
    `CREATE TEMPORARY TABLE copies AS
     SELECT (left($1::text, 24) || lpad(to_hex(i), 12, '0'))::uuid AS id FROM generate_series(1, $2::integer) i`,
    [id, count],
  );
  const [{ columns }] = rows;
  await database.query(
    `INSERT INTO rollouts (id, ${columns})
     SELECT copies.id, r.* FROM copies CROSS JOIN (SELECT ${columns} FROM rollouts WHERE id = $1) r`,
    [id],
  );
  await database.query(
    `INSERT INTO rollout_waves (rollout_id, number, size, soak_seconds, targets)
     SELECT copies.id, number, size, soak_seconds, targets FROM copies CROSS JOIN rollout_waves WHERE rollout_id = $1`,
    [id],
  );
  await database.query(
    `INSERT INTO rollout_targets (rollout_id, node_id, wave, state)
     SELECT copies.id, node_id, wave, state FROM copies CROSS JOIN rollout_targets WHERE rollout_id = $1`,
    [id],
  );
  await database.query('VACUUM ANALYZE rollouts, rollout_waves, rollout_targets');
}

async function endAll(database) {
  await database.query(
    `UPDATE rollouts SET state = 'SUCCEEDED', finished_at = now(), final_counts = jsonb_build_object('SUCCEEDED', targets)`,
  );
}

async function listed(client) {
  const times = [];
  for (let turn = 0; turn < asks; turn++) {
    const from = performance.now();
    const { items } = await client.rollouts.list({ limit: pageMax });
    times.push(performance.now() - from);
    if (items.length === 0) throw new Error('There are no rollouts.');
  }
  return times.sort((a, b) => a - b)[Math.floor(asks / 2)];
}

/** From the overview to the list with its rows. */
async function shown(executablePath, url) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await context.request.post('/api/auth/login', { data: admin });
    const page = await context.newPage();
    await page.goto('/dashboard/schedules');
    // A new window of the browser is busy with itself at first.
    await delay(newWindowMs);
    const from = performance.now();
    await page.getByRole('link', { name: 'Rollouts', exact: true }).first().click();
    await page.locator('a[href*="/dashboard/rollouts/"]').nth(20).waitFor();
    return performance.now() - from;
  } finally {
    await browser.close();
  }
}

function atMost(name, ms, goal) {
  return { name, ours: `${Math.round(ms)} ms`, goal: `≤ ${goal} ms`, ok: ms <= goal };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rollouts: { type: 'string', default: '200' }, targets: { type: 'string', default: '5000' } },
  });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ rollouts: Number(values.rollouts), targets: Number(values.targets) })));
}

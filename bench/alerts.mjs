/**
 * What holding rules against a fleet costs: `node bench/alerts.mjs [--nodes 10000] [--rules 20] [--rounds 12]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, fills it with hosts that have reported
 * every 15 s for ten minutes and goes on with that by SQL, and reads from /metrics how long the rounds take: first while
 * no host is beyond a threshold, then while one in a hundred is, then while all of them fall silent.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import pg from 'pg';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { samplesPartitionOf } from './support/history-sql.mjs';
import { machine } from './support/machine.mjs';
import { tableOf } from './support/table.mjs';

const intervalMs = 15_000;
const metrics = ['cpuPct', 'memPct', 'diskPct', 'load1PerCore', 'netRxBps', 'netTxBps', 'swapPct', 'filesystemPct'];
const goalMs = 300;

/**
 * @param {{ nodes?: number, rules?: number, rounds?: number }} [options]
 * @returns {Promise<import('./support/table.mjs').Row[]>}
 */
export async function measure({ nodes = 10_000, rules = 20, rounds = 12 } = {}) {
  const server = await startBuiltServer({ niceness: 0 });
  const database = new pg.Client({ connectionString: await databaseUrlOf(server.dataDir) });
  await database.connect();
  const reporting = new AbortController();
  try {
    await fill({ databaseUrl: await databaseUrlOf(server.dataDir), nodes, days: 0 });
    await database.query(
      `UPDATE nodes SET filesystem_pct = disk_pct, inodes_pct = 10, heard_since = now() - interval '1 hour'`,
    );
    await database.query(samplesPartitionOf(new Date()));
    await database.query(samplesPartitionOf(new Date(Date.now() - 10 * 60_000)));
    await report(database, 40);
    await database.query('VACUUM ANALYZE');
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    await addRules(server.url, token, rules);
    const beats = keepReporting(database, reporting.signal);
    const rows = [];
    rows.push({ name: `${nodes} hosts × ${rules} rules, all well`, ...(await roundsOf(server.url, rounds)) });
    await database.query(`UPDATE nodes SET cpu_pct = 99, metrics = metrics || '{"cpuPct": 99}' WHERE id LIKE '%77'`);
    rows.push({ name: 'one host in a hundred busy', ...(await roundsOf(server.url, rounds)) });
    reporting.abort();
    await beats;
    await database.query(`UPDATE nodes SET last_seen_at = now() - interval '10 minutes'`);
    rows.push({ name: 'all hosts silent', ...(await roundsOf(server.url, 3)) });
    return rows;
  } finally {
    reporting.abort();
    await database.end();
    await server.stop();
  }
}

/** Samples of all hosts, the newest of now and so many before it. */
async function report(database, count) {
  await database.query(
    `INSERT INTO heartbeats (node_id, at, cpu_pct, mem_pct, disk_pct, load1, net_rx_bps, net_tx_bps, swap_used_bytes,
       swap_total_bytes)
     SELECT id, now() - n * interval '${intervalMs} milliseconds', cpu_pct, mem_pct, disk_pct, 1, 2e6, 1e6, 0, 1e9
     FROM nodes CROSS JOIN generate_series(0, $1::integer - 1) AS n`,
    [count],
  );
  await database.query('UPDATE nodes SET last_seen_at = now(), metrics_at = now()');
}

async function keepReporting(database, signal) {
  while (!signal.aborted) {
    await report(database, 1);
    await pause(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

async function addRules(url, token, count) {
  const call = (path, init) =>
    fetch(`${url}/api${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  const { items } = await (await call('/alerts/rules?limit=200')).json();
  for (let index = items.length; index < count; index++) {
    const metric = metrics[index % metrics.length];
    const body = {
      name: `bench ${index}`,
      kind: 'METRIC',
      selector: index % 2 === 0 ? { all: true } : { tagsAny: ['web', 'db'] },
      condition: {
        metric,
        op: '>',
        fire: metric.endsWith('Bps') ? 1e9 : 90,
        clear: 80,
        aggregate: 'MEAN',
        windowSeconds: 300,
      },
      forSeconds: 300,
      keepSeconds: 60,
      severity: 'WARNING',
      noData: 'HOLD',
      enabled: true,
    };
    const { status } = await call('/alerts/rules', { method: 'POST', body: JSON.stringify(body) });
    if (status !== 201) throw new Error(`A rule was answered with ${status}`);
  }
}

/** The mean of so many rounds; the first is left out, as it reads what nobody has read yet. */
async function roundsOf(url, rounds) {
  const first = await durations(url);
  const begin = await durationsAfter(url, first.count + 1);
  const end = await durationsAfter(url, begin.count + rounds);
  const mean = ((end.sum - begin.sum) / (end.count - begin.count)) * 1000;
  return { ours: `${mean.toFixed(0)} ms a round`, goal: `≤ ${goalMs} ms` };
}

async function durationsAfter(url, count) {
  for (;;) {
    const found = await durations(url);
    if (found.count >= count) return found;
    await pause(1_000);
  }
}

async function durations(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name) =>
    Number(new RegExp(`^hyprbox_alert_evaluation_duration_seconds_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  return { sum: value('sum'), count: value('count') };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '10000' },
      rules: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '12' },
    },
  });
  console.log(`${machine()} before the run\n`);
  const { nodes, rules, rounds } = values;
  console.log(tableOf(await measure({ nodes: Number(nodes), rules: Number(rules), rounds: Number(rounds) })));
}

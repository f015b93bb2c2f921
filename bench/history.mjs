/**
 * What the history of hosts costs: `node bench/history.mjs [--nodes 50] [--interval 15] [--program server/dist/main.js]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, fills it with hosts that reported for a
 * day, and asks for what the console's charts show, each host in turn. Nothing else is under way.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import pg from 'pg';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { nodesHistory, nodesSamples, samplesPartitionOf } from './support/history-sql.mjs';
import { machine } from './support/machine.mjs';
import { tableOf } from './support/table.mjs';

const dayMs = 24 * 60 * 60 * 1000;
/** What the page of a host asks for. */
const questions = [
  { range: '1h', points: 240 },
  { range: '6h', points: 360 },
  { range: '24h', points: 288 },
  { range: '7d', points: 336 },
];

/** How often the fleet's chart is asked for: beside those of the hosts, as often as one may ask in a minute. */
const fleetAsked = 30;

/**
 * @param {{ nodes?: number, intervalSeconds?: number, program?: string }} [options]
 * @returns {Promise<import('./support/table.mjs').Row[]>}
 */
export async function measure({ nodes = 50, intervalSeconds = 15, program } = {}) {
  const server = await startBuiltServer({ ...(program && { program: resolve(program) }), niceness: 0 });
  try {
    const databaseUrl = await databaseUrlOf(server.dataDir);
    const hosts = await fill({ databaseUrl, nodes, days: 30 });
    await fillSamples(databaseUrl, intervalSeconds);
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    const rows = [];
    for (const { range, points } of questions) {
      const urls = hosts.map(
        ({ nodeId }) => `${server.url}/api/nodes/${nodeId}/history?range=${range}&points=${points}`,
      );
      rows.push(await measured(`history of a host, ${range}`, urls, token));
    }
    const ofFleet = Array.from({ length: fleetAsked }, () => `${server.url}/api/nodes/history?range=1h&points=180`);
    rows.push(await measured(`history of all ${nodes}, 1h`, ofFleet, token));
    return rows;
  } finally {
    await server.stop();
  }
}

async function fillSamples(databaseUrl, intervalSeconds) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const dayAgo = new Date(Date.now() - dayMs);
    await client.query(samplesPartitionOf(dayAgo));
    // Of how many samples it reads, the server judges by the interval.
    await client.query('UPDATE nodes SET interval_seconds = $1', [intervalSeconds]);
    await client.query(nodesSamples(intervalSeconds), [dayAgo]);
    await client.query(nodesHistory({ table: 'heartbeats_1m', seconds: 60 }), [dayAgo]);
    await client.query(nodesHistory({ table: 'heartbeats_10m', seconds: 600 }), [dayAgo]);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

/** @returns {Promise<import('./support/table.mjs').Row>} */
async function measured(name, urls, token) {
  const times = [];
  for (const url of urls) times.push(await ask(url, token));
  times.sort((a, b) => a - b);
  const [median, slow] = [0.5, 0.95].map((part) => times[Math.floor(times.length * part)]);
  return { name: `${name}: median (95 of 100)`, ours: `${ms(median)} (${ms(slow)})` };
}

/** Milliseconds until all of the answer is there. */
async function ask(url, token) {
  const begin = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}.`);
  return performance.now() - begin;
}

const ms = (time) => `${time.toFixed(1)} ms`;

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '50' },
      interval: { type: 'string', default: '15' },
      program: { type: 'string' },
    },
  });
  console.log(`${machine()} before the run\n`);
  const { nodes, interval, program } = values;
  console.log(tableOf(await measure({ nodes: Number(nodes), intervalSeconds: Number(interval), program })));
}

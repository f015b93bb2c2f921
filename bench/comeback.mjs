/**
 * How a fleet comes back after an outage: `node bench/comeback.mjs [--hosts 1000] [--outages 60,150]`.
 *
 * The built server is stopped for a while and started again on its port and data. The agents are the real one's loops,
 * all in one process, with a heartbeat every 15 seconds.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { isHeartbeat, isTaken, startFleet } from './support/fleet.mjs';
import { machine } from './support/machine.mjs';
import { processorMs } from './support/processor-time.mjs';
import { tableOf } from './support/table.mjs';

const intervalSeconds = 15;
const goalMs = 30_000;
/** Long enough for each host to have been heard twice, and for a burst after the return to show. */
const quietMs = 45_000;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ hosts = 1_000, outages = [60, 150] } = {}) {
  const server = await startBuiltServer({ niceness: 0 });
  try {
    const tokens = await fill({ databaseUrl: await databaseUrlOf(server.dataDir), nodes: hosts, days: 0 });
    const fleet = await startFleet(server.url, tokens, intervalSeconds);
    try {
      await delay(quietMs);
      const rows = [];
      for (const seconds of outages) rows.push(...(await outage(server, fleet, hosts, seconds)));
      return rows;
    } finally {
      await fleet.stop();
    }
  } finally {
    await server.stop();
  }
}

async function outage(server, fleet, hosts, seconds) {
  const before = Date.now() - quietMs;
  const usual = perSecond(callsOf(await fleet.calls(), before, Date.now()));
  await server.end();
  await delay(seconds * 1000);
  await server.start();
  const backAt = Date.now();
  await delay(quietMs);
  const calls = callsOf(await fleet.calls(), backAt, backAt + quietMs);
  const beats = calls.filter(isHeartbeat).filter(isTaken);
  const firstMs = new Map();
  for (const { nodeId, at, ms } of beats) {
    firstMs.set(nodeId, Math.min(firstMs.get(nodeId) ?? Infinity, at + ms - backAt));
  }
  const worked = processorMs(server.pid) / 1000;
  const live = await liveHosts(server.url);
  const latest = [...firstMs.values()].sort((a, b) => a - b);
  const refused = calls.filter((call) => !isTaken(call)).length;
  const name = `after ${seconds} s`;
  return [
    {
      name: `${name}: last host heard`,
      ours: inSeconds(latest.at(-1)),
      goal: '≤ 30 s',
      ok: firstMs.size === hosts && latest.at(-1) <= goalMs,
    },
    { name: '… half of them', ours: inSeconds(latest[Math.floor(latest.length / 2)]) },
    { name: '… hosts shown as live', ours: String(live), goal: String(hosts), ok: live === hosts },
    { name: '… calls in the busiest second', ours: `${Math.max(...perSecond(calls))} (before: ${Math.max(...usual)})` },
    { name: '… slowest heartbeat', ours: `${Math.max(...beats.map(({ ms }) => ms))} ms` },
    { name: `… processor of server and database in ${quietMs / 1000} s`, ours: `${worked.toFixed(1)} s` },
    { name: '… calls refused or lost after the return', ours: String(refused), goal: '0', ok: refused === 0 },
  ];
}

/** Those that were sent in this time; times are milliseconds since 1970. */
function callsOf(calls, from, to) {
  return calls.filter(({ at }) => at >= from && at < to);
}

function perSecond(calls) {
  const counts = new Map();
  for (const { at } of calls) {
    const second = Math.floor(at / 1000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return [...counts.values()];
}

async function liveHosts(url) {
  const { token } = await createClient({ baseUrl: url }).auth.login(admin);
  const { byStatus } = await createClient({ baseUrl: url, token }).nodes.summary();
  return byStatus.ONLINE + byStatus.WARNING + byStatus.CRITICAL;
}

const inSeconds = (ms) => (ms === undefined ? 'never' : `${(ms / 1000).toFixed(1)} s`);

if (import.meta.main) {
  const { values } = parseArgs({
    options: { hosts: { type: 'string', default: '1000' }, outages: { type: 'string', default: '60,150' } },
  });
  console.log(`${machine()} before the run\n`);
  const outages = values.outages.split(',').map(Number);
  console.log(tableOf(await measure({ hosts: Number(values.hosts), outages })));
}

/**
 * What a heartbeat costs: `node bench/heartbeats.mjs [--nodes 1000] [--seconds 20]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, fills it with hosts, and has their
 * heartbeats sent, one call each: first as many as are taken, then 1,000 a second. The processor's time that each takes
 * is told as well: it depends less than the rate on what else the machine does.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fill } from './fill.mjs';
import { startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { startHeartbeats } from './support/heartbeat-sender.mjs';
import { machine } from './support/machine.mjs';
import { processorMs } from './support/processor-time.mjs';
import { tableOf } from './support/table.mjs';

const steadyRate = 1_000;
/** More than any machine takes: as many are under way as the sender has connections. */
const flood = 20_000;
const warmUpMs = 5_000;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ nodes = 1_000, seconds = 20 } = {}) {
  const server = await startBuiltServer();
  try {
    const tokens = await fill({ databaseUrl: await databaseUrlOf(server.dataDir), nodes, days: 0 });
    await send(server, tokens, flood, warmUpMs);
    const flooded = await send(server, tokens, flood, seconds * 1000);
    const steady = await send(server, tokens, steadyRate, seconds * 1000);
    return [
      { name: 'heartbeats taken a second, as many as are', ours: flooded.perSecond.toFixed(0) },
      { name: '… processor of server and database, of 1,000', ours: `${flooded.processorMs.toFixed(0)} ms` },
      { name: '… of them refused', ours: String(flooded.refused), goal: '0', ok: flooded.refused === 0 },
      { name: `heartbeats taken a second, of ${steadyRate} sent`, ours: steady.perSecond.toFixed(0) },
      { name: '… processor of server and database, of 1,000', ours: `${steady.processorMs.toFixed(0)} ms` },
      { name: '… answered after, median', ours: `${steady.medianMs} ms` },
      { name: '… answered after, 99 of 100', ours: `${steady.p99Ms} ms` },
    ];
  } finally {
    await server.stop();
  }
}

async function send(server, tokens, rate, ms) {
  const before = processorMs(server.pid);
  const heartbeats = await startHeartbeats(server.url, tokens, rate);
  await delay(ms);
  const sent = await heartbeats.stop();
  return { ...sent, processorMs: ((processorMs(server.pid) - before) / sent.taken) * 1000 };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { nodes: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '20' } },
  });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ nodes: Number(values.nodes), seconds: Number(values.seconds) })));
}

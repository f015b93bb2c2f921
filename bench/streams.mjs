/**
 * Many readers of event streams: `node bench/streams.mjs [--readers 1000] [--program server/dist/main.js]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory and opens the streams on bare sockets.
 * First all follow the fleet while hosts report and jobs are queued, then all read one finished job's output at once.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import pg from 'pg';
import { inRoot, nodeBinary } from '../scripts/repository.mjs';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { machine } from './support/machine.mjs';
import { usageOf } from './support/process-usage.mjs';
import { openSessions } from './support/sessions.mjs';
import { StreamReaders } from './support/stream-readers.mjs';
import { tableOf } from './support/table.mjs';

const hosts = 200;
/** Fewer than a session may have open, and two sessions' fewer than a user may. */
const streamsOfSession = 60;
const heartbeatSeconds = 10;
const warmUpMs = 3_000;
const jobs = 200;
const outputChunks = 256;
const chunkBytes = 4 * 1024;
/** Until what was allocated at opening is collected, or not. */
const settleMs = 2_000;

/**
 * @param {{ readers?: number, program?: string }} [options]
 * @returns {Promise<import('./support/table.mjs').Row[]>}
 */
export async function measure({ readers: count = 1_000, program } = {}) {
  const server = await startBuiltServer({ ...(program && { program: resolve(program) }), niceness: 0 });
  const client = new pg.Client({ connectionString: await databaseUrlOf(server.dataDir) });
  try {
    await client.connect();
    const hostTokens = await fill({ databaseUrl: await databaseUrlOf(server.dataDir), nodes: hosts, days: 0 });
    const tokens = await openSessions(client, server.dataDir, Math.ceil(count / streamsOfSession));
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    const api = createClient({ baseUrl: server.url, token });
    await delay(settleMs);
    const before = await usageOf(server.pid);
    const readers = await StreamReaders.open({ url: server.url, path: '/stream/nodes', tokens, count });
    const opened = await usageOf(server.pid);
    await delay(settleMs);
    const idle = await usageOf(server.pid);
    const rows = [
      row('processor time to open a stream', `${thousandths(opened.cpuSeconds - before.cpuSeconds, count)} ms`),
      row('memory of an open stream', `${Math.round(((idle.rssMb - before.rssMb) * 1024) / count)} KiB`),
      ...(await heartbeats(server, readers, hostTokens)),
      ...(await activity(server, readers, api, hostTokens, count)),
    ];
    readers.close();
    rows.push(...(await replay(server, client, api, { hostTokens, tokens, count })));
    rows.push(row('most memory at any time', `${Math.round((await usageOf(server.pid)).peakMb)} MiB`));
    return rows.map((each) => ({ ...each, name: `${count} streams: ${each.name}` }));
  } finally {
    await client.end();
    await server.stop();
  }
}

async function heartbeats(server, readers, hostTokens) {
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-tokens-'));
  const file = join(directory, 'tokens.json');
  await writeFile(file, JSON.stringify(hostTokens), { mode: 0o600 });
  const sender = spawn(nodeBinary(), [inRoot('bench', 'support', 'heartbeats.mjs'), server.url, file, String(hosts)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await delay(warmUpMs);
  const measured = await during(server, readers, () => delay(heartbeatSeconds * 1000));
  sender.kill('SIGTERM');
  await once(sender, 'close');
  await rm(directory, { recursive: true, force: true });
  return measured.rows(`heartbeats of ${hosts} hosts`);
}

/** Every job that is queued is an event for each reader. */
async function activity(server, readers, api, hostTokens, count) {
  const measured = await during(server, readers, async () => {
    const had = readers.events;
    for (let index = 0; index < jobs; index++) {
      await api.jobs.create({ nodeId: hostTokens[index % hosts].nodeId, preset: 'system-facts', variables: {} });
    }
    await readers.had(had + jobs * count);
  });
  return measured.rows(`${jobs} queued jobs`);
}

/** A job's output of 1 MiB in small pieces, read by everybody at the same time. */
async function replay(server, client, api, { hostTokens, tokens, count }) {
  const { id } = await api.jobs.create({ nodeId: hostTokens[0].nodeId, preset: 'system-facts', variables: {} });
  await api.jobs.cancel(id);
  await writeOutput(client, id);
  const read = { events: 0, bytes: 0 };
  const measured = await during(server, { events: 0, bytes: 0 }, async () => {
    const readers = await StreamReaders.open({ url: server.url, path: `/jobs/${id}/stream`, tokens, count });
    await readers.ended();
    read.events = readers.events;
    read.bytes = readers.bytes;
  });
  measured.events += read.events;
  measured.bytes += read.bytes;
  if (read.events !== count * (outputChunks + 2)) throw new Error(`${read.events} events are not all there are.`);
  return measured.rows('replay of 1 MiB');
}

async function writeOutput(client, id) {
  const text = randomBytes((chunkBytes * 3) / 4).toString('base64');
  await client.query(
    `INSERT INTO execution_output (day, execution_id, stream, start_offset, bytes, seq)
     SELECT (created_at AT TIME ZONE 'UTC')::date, id, 'stdout', $2::integer * n, convert_to($4, 'UTF8'), $2::integer * n
     FROM executions, generate_series(0, $3::integer - 1) n WHERE id = $1`,
    [id, chunkBytes, outputChunks, text],
  );
  await client.query('UPDATE executions SET stdout_bytes = $2 WHERE id = $1', [id, chunkBytes * outputChunks]);
}

async function during(server, readers, work) {
  const before = await usageOf(server.pid);
  const { events, bytes } = readers;
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await usageOf(server.pid);
  return {
    events: readers.events - events,
    bytes: readers.bytes - bytes,
    rows(name) {
      const cpu = after.cpuSeconds - before.cpuSeconds;
      return [
        row(`${name}, events a second`, (this.events / seconds).toFixed(0)),
        row(`${name}, events a second of the processor`, (this.events / cpu).toFixed(0)),
        row(`${name}, MB a second of the processor`, (this.bytes / 1e6 / cpu).toFixed(1)),
        row(`${name}, memory after it`, `${Math.round(after.rssMb)} MiB`),
      ];
    },
  };
}

function row(name, ours) {
  return { name, ours };
}

function thousandths(seconds, count) {
  return ((seconds * 1000) / count).toFixed(2);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { readers: { type: 'string', default: '1000' }, program: { type: 'string' } },
  });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ readers: Number(values.readers), program: values.program })));
}

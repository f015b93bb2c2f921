/**
 * What rollouts cost: `node bench/rollouts.mjs [--targets 5000] [--hosts 1000]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, with so many hosts of which some wait for
 * work by long polls, all in this process, and end what they are given at once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { machine } from './support/machine.mjs';
import { prepareFleet } from './support/polling-fleet.mjs';
import { startPollingHosts } from './support/polling-hosts.mjs';
import { tableOf } from './support/table.mjs';

const goals = { madeMs: 2_000, startedMs: 1_500, nextWaveMs: 250, pauseMs: 1_000, abortMs: 1_000 };
const patienceMs = 120_000;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ targets = 5_000, hosts = 1_000 } = {}) {
  const server = await startBuiltServer({ niceness: 0 });
  try {
    const databaseUrl = await databaseUrlOf(server.dataDir);
    const tokens = await fill({ databaseUrl, nodes: targets, days: 0 });
    const polling = tokens.slice(0, hosts);
    await prepareFleet(databaseUrl, polling);
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    const client = createClient({ baseUrl: server.url, token });
    /** @type {import('./support/table.mjs').Row[]} */
    const rows = [await made(client, targets)];
    const fleet = startPollingHosts(server.url, polling);
    try {
      // Until each waits for work.
      await delay(5_000);
      rows.push(...(await started(client, fleet, hosts)));
      rows.push(await nextWave(client, fleet, hosts));
      rows.push(await paused(client, fleet));
    } finally {
      await fleet.stop();
    }
    rows.push(await aborted(server.url, client, polling));
    return rows;
  } finally {
    await server.stop();
  }
}

const work = { preset: 'system-facts', variables: {}, selector: { tagsAny: ['polling'] }, budget: '100%' };

async function made(client, targets) {
  const sentAt = performance.now();
  const startAt = new Date(Date.now() + 3_600_000).toISOString();
  const { id, targets: count } = await client.rollouts.create({ ...work, selector: { all: true }, startAt });
  const ms = performance.now() - sentAt;
  await client.rollouts.abort(id);
  const ok = count === targets && ms <= goals.madeMs;
  return { name: `rollout of ${targets} hosts made`, ours: inMs(ms), goal: `≤ ${goals.madeMs} ms`, ok };
}

async function started(client, { runs }, hosts) {
  const sentAt = performance.now();
  const { id } = await client.rollouts.create({ ...work, waves: [{ size: '100%' }] });
  const answeredAt = performance.now();
  const { state } = await over(client, id);
  const starts = startsAfter(runs, sentAt);
  const name = `${hosts} waiting hosts: POST → first script started`;
  const lastMs = starts.at(-1) - sentAt;
  const ok = state === 'SUCCEEDED' && starts.length === hosts && lastMs <= goals.startedMs;
  return [
    { name, ours: inMs(starts[0] - sentAt) },
    { name: '… answered', ours: inMs(answeredAt - sentAt) },
    { name: '… half of them started', ours: inMs(starts[Math.floor(starts.length / 2)] - sentAt) },
    { name: '… last script started', ours: inMs(lastMs), goal: `≤ ${goals.startedMs} ms`, ok },
  ];
}

async function nextWave(client, { runs }, hosts) {
  const sentAt = performance.now();
  const { id } = await client.rollouts.create({ ...work, waves: [{ size: '10' }, { size: '100%' }] });
  await over(client, id);
  const [first, second] = [runs.filter(({ startedAt }) => startedAt > sentAt).slice(0, 10), startsAfter(runs, sentAt)];
  const ms = second[10] - Math.max(...first.map(({ endedAt }) => endedAt));
  const ok = second.length === hosts && ms <= goals.nextWaveMs;
  return { name: 'last end of a wave → first start of the next', ours: inMs(ms), goal: `≤ ${goals.nextWaveMs} ms`, ok };
}

async function paused(client, { runs }) {
  const { id } = await client.rollouts.create({ ...work, waves: [{ size: '100%' }], budget: '2%' });
  await delay(500);
  const sentAt = performance.now();
  await client.rollouts.pause(id);
  await delay(goals.pauseMs * 3);
  const ms = (startsAfter(runs, sentAt).at(-1) ?? sentAt) - sentAt;
  await client.rollouts.abort(id);
  return { name: 'pause sent → last start', ours: inMs(ms), goal: `≤ ${goals.pauseMs} ms`, ok: ms <= goals.pauseMs };
}

/** Every script runs until its host is asked to end it. */
async function aborted(url, client, polling) {
  const fleet = startPollingHosts(url, polling, { untilCancelled: true });
  try {
    const { id } = await client.rollouts.create({ ...work, waves: [{ size: '100%' }] });
    await until(() => fleet.held.length === polling.length, 'Not every host has its script.');
    // Until each waits to be told.
    await delay(2_000);
    const sentAt = performance.now();
    await client.rollouts.abort(id);
    await until(
      () => fleet.held.every(({ cancelledAt }) => cancelledAt !== undefined),
      'Not every host was asked to end.',
    );
    const ms = Math.max(...fleet.held.map(({ cancelledAt = Infinity }) => cancelledAt)) - sentAt;
    await over(client, id);
    const name = `abort sent → the last of ${polling.length} hosts was asked to end its script`;
    return { name, ours: inMs(ms), goal: `≤ ${goals.abortMs} ms`, ok: ms <= goals.abortMs };
  } finally {
    await fleet.stop();
  }
}

async function until(holds, otherwise) {
  const deadline = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await delay(20);
  }
}

async function over(client, id) {
  const until = performance.now() + patienceMs;
  for (;;) {
    const rollout = await client.rollouts.get(id);
    if (rollout.finishedAt !== null) return rollout;
    if (performance.now() > until) throw new Error(`The rollout has not ended: ${JSON.stringify(rollout.counts)}`);
    await delay(250);
  }
}

const startsAfter = (runs, at) =>
  runs
    .map(({ startedAt }) => startedAt)
    .filter((startedAt) => startedAt > at)
    .sort((a, b) => a - b);
const inMs = (ms) => (Number.isFinite(ms) ? `${ms.toFixed(0)} ms` : 'never');

if (import.meta.main) {
  const { values } = parseArgs({
    options: { targets: { type: 'string', default: '5000' }, hosts: { type: 'string', default: '1000' } },
  });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ targets: Number(values.targets), hosts: Number(values.hosts) })));
}

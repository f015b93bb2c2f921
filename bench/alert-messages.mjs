/**
 * How soon an alert is told, what rules take from heartbeats, and the alerts' page with 10,000 of them open:
 * `node bench/alert-messages.mjs [--nodes 10000] [--breaches 8] [--seconds 15]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, and takes the messages itself, as a webhook.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.mjs';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { startHeartbeats } from './support/heartbeat-sender.mjs';
import { machine } from './support/machine.mjs';
import { tableOf } from './support/table.mjs';

const goals = { queuedMs: 12_000, sentMs: 1_000, pageMs: 1_000, heartbeatRatio: 0.95 };
const forSeconds = 10;
const beatMs = 5_000;
const flood = 20_000;
const metrics = ['cpuPct', 'memPct', 'diskPct', 'load1PerCore', 'netRxBps', 'netTxBps', 'swapPct', 'filesystemPct'];
const patienceMs = 120_000;

/**
 * @param {{ nodes?: number, breaches?: number, seconds?: number }} [options]
 * @returns {Promise<import('./support/table.mjs').Row[]>}
 */
export async function measure({ nodes = 10_000, breaches = 8, seconds = 15 } = {}) {
  const { path: executablePath, problem } = await ensureChromium();
  if (executablePath === undefined) throw new Error(problem);
  const receiver = await startReceiver();
  const server = await startBuiltServer({ niceness: 0, env: { HYPRBOX_EGRESS_ALLOW: '127.0.0.0/8' } });
  try {
    const databaseUrl = await databaseUrlOf(server.dataDir);
    const tokens = await fill({ databaseUrl, nodes, days: 0 });
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    const client = createClient({ baseUrl: server.url, token });
    /** @type {import('./support/table.mjs').Row[]} */
    const rows = await heartbeatsWithRules(server, client, databaseUrl, tokens.slice(0, 1_000), seconds);
    rows.push(...(await messages(server, client, receiver, tokens.slice(0, breaches))));
    rows.push(await openPage(server, client, executablePath, databaseUrl, nodes));
    return rows;
  } finally {
    await server.stop();
    receiver.close();
  }
}

/** The same heartbeats while no rule is held against them, and while twenty are, by turns. */
async function heartbeatsWithRules(server, client, databaseUrl, tokens, seconds) {
  for (let index = 0; index < 20; index++) await client.alerts.rules.create(rule(`bench ${index}`, index));
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const taken = { off: 0, on: 0 };
  await send(server, tokens, 3);
  for (const turn of ['off', 'on', 'on', 'off']) {
    await database.query('UPDATE alert_rules SET enabled = $1', [turn === 'on']);
    taken[turn] += await send(server, tokens, seconds);
  }
  await database.query(`UPDATE alert_rules SET enabled = false`);
  await database.end();
  const ratio = taken.on / taken.off;
  return [
    {
      name: 'heartbeats taken a second: 20 rules, reference none',
      ours: (taken.on / 2 / seconds).toFixed(0),
      reference: (taken.off / 2 / seconds).toFixed(0),
      ratio: ratio.toFixed(2),
      goal: `≥ ${goals.heartbeatRatio}`,
      ok: ratio >= goals.heartbeatRatio,
    },
  ];
}

async function send(server, tokens, seconds) {
  const heartbeats = await startHeartbeats(server.url, tokens, flood);
  await delay(seconds * 1_000);
  return (await heartbeats.stop()).taken;
}

function rule(name, index) {
  const metric = metrics[index % metrics.length];
  return {
    name,
    kind: 'METRIC',
    selector: { all: true },
    condition: { metric, op: '>', fire: 1e12, clear: 1e11, aggregate: 'LAST', windowSeconds: 60 },
    forSeconds,
    keepSeconds: 0,
    severity: 'WARNING',
    noData: 'HOLD',
    enabled: true,
  };
}

/** Hosts that go beyond a threshold one after the other: from the stored sample to the message. */
async function messages(server, client, receiver, hosts) {
  const channel = await client.alerts.channels.create({
    name: 'bench',
    type: 'WEBHOOK',
    config: { url: receiver.url },
    secrets: { secret: 'a secret of the benchmark' },
    sendResolved: false,
    enabled: true,
  });
  const { version } = await client.alerts.routes.get();
  await client.alerts.routes.replace({
    version,
    items: [
      {
        name: 'all',
        match: {},
        groupBy: ['rule', 'node'],
        waitSeconds: 0,
        intervalSeconds: 60,
        repeatSeconds: 14_400,
        steps: [{ afterSeconds: 0, channelIds: [channel.id] }],
      },
    ],
  });
  await client.alerts.rules.create({
    ...rule('bench breach', 0),
    condition: { metric: 'cpuPct', op: '>', fire: 90, clear: 80, aggregate: 'LAST', windowSeconds: 60 },
  });
  const queued = [];
  const sent = [];
  for (const host of hosts) {
    const from = await heartbeat(server.url, host, 99);
    const beating = keepBeating(server.url, host);
    const { delivery } = await receiver.next(host.nodeId);
    beating.stop();
    const told = await sentDelivery(client, delivery);
    queued.push(Date.parse(told.createdAt) - from - forSeconds * 1_000);
    sent.push(Date.parse(told.sentAt) - Date.parse(told.createdAt));
  }
  return [
    atMost(
      `stored sample → queued, beyond ${forSeconds} s, longest of ${hosts.length}`,
      Math.max(...queued),
      goals.queuedMs,
    ),
    atMost('queued → sent, longest', Math.max(...sent), goals.sentMs),
  ];
}

/** The service has its answer a moment before the database knows of it. */
async function sentDelivery(client, id) {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const { items } = await client.alerts.deliveries.list({ limit: 200 });
    const delivery = items.find((each) => each.id === id);
    if (delivery?.sentAt) return delivery;
    await delay(50);
  }
  throw new Error(`The message ${id} was not sent.`);
}

/** @returns {Promise<number>} when it was answered, as its sample is stored by then */
async function heartbeat(url, { nodeId, token }, cpuPct) {
  const answer = await fetch(`${url}/api/nodes/heartbeat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      nodeId,
      hostname: `${nodeId}.example.net`,
      agentVersion: '0.1.0',
      intervalSeconds: beatMs / 1_000,
      metrics: { cpuPct, memPct: 40, diskPct: 40, load1: 1, netRxBps: 0, netTxBps: 0, uptimeSeconds: 86_400 },
    }),
  });
  if (!answer.ok) throw new Error(`A heartbeat was answered with ${answer.status}: ${await answer.text()}`);
  return Date.now();
}

/** A host that stays beyond the threshold. */
function keepBeating(url, host) {
  const timer = setInterval(() => void heartbeat(url, host, 99), beatMs);
  return { stop: () => clearInterval(timer) };
}

/** Where the webhook's messages arrive. */
async function startReceiver() {
  /** @type {Map<string, (told: {delivery: string}) => void>} */
  const waiting = new Map();
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      response.end();
      const { id, alerts } = JSON.parse(body);
      for (const alert of alerts ?? []) waiting.get(alert.nodeId)?.({ delivery: id });
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on TCP.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    /** The first message of a host. */
    next: (nodeId) =>
      new Promise((told, failed) => {
        const timer = setTimeout(() => failed(new Error(`Nothing is told of ${nodeId}.`)), patienceMs);
        waiting.set(nodeId, (message) => {
          clearTimeout(timer);
          waiting.delete(nodeId);
          told(message);
        });
      }),
    close: () => receiver.close(),
  };
}

/** All hosts are silent: from the click on an address to the first alert that is drawn, the median of some loads. */
async function openPage(server, client, executablePath, databaseUrl, nodes) {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(`UPDATE alert_rules SET enabled = true WHERE kind = 'NODE_SILENT'`);
  await database.query(
    `UPDATE nodes SET heard_since = now() - interval '1 hour', last_seen_at = now() - interval '30 minutes'`,
  );
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { rows } = await database.query(`SELECT count(*)::integer AS open FROM alerts WHERE state = 'FIRING'`);
    if (rows[0].open >= nodes) break;
    if (performance.now() > deadline) throw new Error(`Only ${rows[0].open} of ${nodes} alerts fire.`);
    await delay(1_000);
  }
  await database.end();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    const took = [];
    for (let load = 0; load < 3; load++) {
      const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
      await context.request.post('/api/auth/login', { data: admin });
      const page = await context.newPage();
      // A new window of the browser is busy with itself at first.
      await delay(2_500);
      const from = performance.now();
      await page.goto('/dashboard/alerts');
      await page.locator('a[href*="/dashboard/alerts/"]').first().waitFor();
      took.push(performance.now() - from);
      await context.close();
    }
    took.sort((a, b) => a - b);
    return atMost(`alerts page with ${nodes} of them open, median of 3 loads`, took[1], goals.pageMs);
  } finally {
    await browser.close();
  }
}

function atMost(name, ms, goalMs) {
  return { name, ours: `${ms.toFixed(0)} ms`, goal: `≤ ${goalMs.toLocaleString('en')} ms`, ok: ms <= goalMs };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '10000' },
      breaches: { type: 'string', default: '8' },
      seconds: { type: 'string', default: '15' },
    },
  });
  console.log(`${machine()} before the run\n`);
  const { nodes, breaches, seconds } = values;
  const rows = await measure({ nodes: Number(nodes), breaches: Number(breaches), seconds: Number(seconds) });
  console.log(tableOf(rows));
}

/**
 * The console with 10,000 hosts and 1,000 heartbeats a second: `node bench/console.mjs [--nodes 10000] [--rate 1000]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, fills it, and opens the overview in
 * Chromium. Then it has heartbeats sent for the hosts, one call each, and works with the overview as a person would.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.mjs';
import { fill } from './fill.mjs';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { startHeartbeats } from './support/heartbeat-sender.mjs';
import { machine } from './support/machine.mjs';
import { observePage, pageClock, slowDown, timingsSince } from './support/page-timings.mjs';
import { tableOf } from './support/table.mjs';

const goals = { largestPaintMs: 1_500, interactionMs: 100, longTaskMs: 50 };
const slowFactor = 4;
const loads = 3;
/** What a person needs between two actions: the browser is idle then but for the heartbeats. */
const pauseMs = 700;
const patienceMs = 120_000;
const newWindowMs = 2_500;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ nodes = 10_000, rate = 1_000 } = {}) {
  const { path: executablePath, problem } = await ensureChromium();
  if (executablePath === undefined) throw new Error(problem);
  const server = await startBuiltServer();
  try {
    const tokens = await fill({ databaseUrl: await databaseUrlOf(server.dataDir), nodes, days: 1 });
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
    });
    try {
      const paint = await firstLoad(browser, server.url);
      const heartbeats = await startHeartbeats(server.url, tokens, rate);
      await everyoneSeen(server.url);
      const rows = await work(browser, server.url, nodes);
      const { perSecond } = await heartbeats.stop();
      return [...paint, { name: `heartbeats taken a second, of ${rate} sent`, ours: perSecond.toFixed(0) }, ...rows];
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Waits until the heartbeats have reached every host that fell silent while the database was filled. */
async function everyoneSeen(url) {
  const { token } = await createClient({ baseUrl: url }).auth.login(admin);
  const client = createClient({ baseUrl: url, token });
  const deadline = performance.now() + patienceMs;
  while ((await client.nodes.summary()).byStatus.OFFLINE > 0) {
    if (performance.now() > deadline) throw new Error('Some hosts stay silent: the heartbeats do not keep up.');
    await delay(1_000);
  }
}

async function openPage(browser, url) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await context.request.post('/api/auth/login', { data: admin });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.addInitScript(observePage);
  // A new window of the browser is busy with itself at first.
  await delay(newWindowMs);
  return page;
}

/** The overview in a browser that has nothing cached, on a processor four times slower; the median of some loads. */
async function firstLoad(browser, url) {
  const paints = [];
  for (let load = 0; load < loads; load++) {
    const page = await openPage(browser, url);
    await slowDown(page, slowFactor);
    await page.goto('/dashboard');
    await page.getByRole('article').first().waitFor();
    await delay(2_000);
    paints.push((await timingsSince(page)).largestPaint);
    await page.context().close();
  }
  const median = paints.sort((a, b) => a - b)[Math.floor(loads / 2)] ?? Infinity;
  return [atMost(`LCP, processor ${slowFactor} × slower`, median, goals.largestPaintMs)];
}

async function work(browser, url, nodes) {
  const page = await openPage(browser, url);
  await page.goto('/dashboard');
  await page.locator(`[aria-setsize="${nodes}"]`).first().waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  const idleFrom = await pageClock(page);
  await delay(10_000);
  const idle = await timingsSince(page, idleFrom);
  const rows = [atMost('longest task while heartbeats come', longest(idle.longTasks), goals.longTaskMs)];
  for (const [name, act] of actions) {
    const from = await pageClock(page);
    await act(page);
    const { interactions, longTasks } = await timingsSince(page, from);
    // Scrolling by the wheel is no interaction to the browser: its tasks tell how smooth it is.
    if (name !== scrolling) rows.push(atMost(`INP: ${name}`, longest(interactions), goals.interactionMs));
    rows.push(atMost(`longest task: ${name}`, longest(longTasks), goals.longTaskMs));
  }
  await page.context().close();
  return rows;
}

const scrolling = 'scroll by the wheel';

/**
 * What is done, in order, on one page.
 *
 * @type {[name: string, act: (page: import('playwright-core').Page) => Promise<void>][]}
 */
const actions = [
  [
    scrolling,
    async (page) => {
      await page.mouse.move(700, 700);
      for (let turn = 0; turn < 40; turn++) {
        await page.mouse.wheel(0, 600);
        await delay(50);
      }
      await delay(pauseMs);
    },
  ],
  [
    'go to the last host by keyboard, and back',
    async (page) => {
      await page.getByRole('article').first().getByRole('link').focus();
      for (const key of ['End', 'Home', 'PageDown', 'PageDown', 'ArrowDown', 'Home']) {
        await page.keyboard.press(key);
        await delay(pauseMs);
      }
    },
  ],
  [
    'filter by status and by a typed name',
    async (page) => {
      await page.getByRole('option', { name: /^Online/ }).click();
      await delay(pauseMs);
      await page.getByRole('option', { name: /^All/ }).click();
      await delay(pauseMs);
      await page.getByRole('searchbox', { name: 'Search hosts' }).click();
      await page.keyboard.type('web-000', { delay: 120 });
      await delay(pauseMs);
      for (let key = 0; key < 'web-000'.length; key++) await page.keyboard.press('Backspace', { delay: 60 });
      await delay(pauseMs);
    },
  ],
  [
    'order as a table',
    async (page) => {
      await page.getByRole('radio', { name: 'Table' }).click();
      await delay(pauseMs);
      for (const heading of ['CPU', 'Memory', 'Host', 'Last seen', 'Status']) {
        await page.getByRole('columnheader').getByRole('button', { name: heading }).click();
        await delay(pauseMs);
      }
    },
  ],
  [
    'open a host',
    async (page) => {
      await page.locator('tr[data-place] a').nth(2).click();
      await page.waitForURL('**/dashboard/nodes/*');
      await delay(2_000);
    },
  ],
];

function longest(entries) {
  return entries.reduce((most, { ms }) => Math.max(most, ms), 0);
}

function atMost(name, ms, goal) {
  return { name, ours: `${Math.round(ms)} ms`, goal: `≤ ${goal} ms`, ok: ms <= goal };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { nodes: { type: 'string', default: '10000' }, rate: { type: 'string', default: '1000' } },
  });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ nodes: Number(values.nodes), rate: Number(values.rate) })));
}

/**
 * The page of a rollout of thousands: `node bench/rollout-page.mjs [--targets 5000] [--rate 200]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, opens the page of a rollout that is to
 * start in a moment, and then has its jobs begin and end, so many changes a second.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.mjs';
import { inRoot, nodeBinary } from '../scripts/repository.mjs';
import { fill } from './fill.mjs';
import { admin, standBack, startBuiltServer } from './support/built-server.mjs';
import { databaseUrlOf } from './support/data-directory.mjs';
import { machine } from './support/machine.mjs';
import { observePage, pageClock, timingsSince } from './support/page-timings.mjs';
import { prepareFleet } from './support/polling-fleet.mjs';
import { tableOf } from './support/table.mjs';

const goals = { shownMs: 1_000, longTaskMs: 50 };
const patienceMs = 60_000;
const newWindowMs = 2_500;
/** Until the rollout that is looked at starts. */
const startsInMs = 15_000;
/** How long the page is watched while hosts run. */
const watchedMs = 15_000;

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ targets = 5_000, rate = 200 } = {}) {
  const { path: executablePath, problem } = await ensureChromium();
  if (executablePath === undefined) throw new Error(problem);
  const server = await startBuiltServer();
  try {
    const databaseUrl = await databaseUrlOf(server.dataDir);
    await fill({ databaseUrl, nodes: targets, days: 0 });
    await prepareFleet(databaseUrl, []);
    const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
    const client = createClient({ baseUrl: server.url, token });
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
    });
    try {
      const page = await openPage(browser, server.url);
      const startAt = new Date(Date.now() + startsInMs);
      const rollout = await client.rollouts.create({
        preset: 'system-facts',
        variables: {},
        selector: { all: true },
        waves: [{ size: '100%' }],
        budget: '100%',
        startAt: startAt.toISOString(),
      });
      const shown = await opened(page, rollout.id, targets);
      const from = await pageClock(page);
      await delay(Math.max(0, startAt.getTime() - Date.now()));
      const stop = startMoving(databaseUrl, rollout.id, rate);
      try {
        await page.getByText(movedWords).waitFor();
        const before = await shownChanges(page);
        await delay(watchedMs);
        const changes = (await shownChanges(page)) - before;
        const { longTasks } = await timingsSince(page, from);
        const longest = longTasks.reduce((most, { ms }) => Math.max(most, ms), 0);
        return [
          atMost(`rollout of ${targets} hosts: page opened → a square for each`, shown, goals.shownMs),
          { name: `hosts that change a second, as the page shows, of ${rate} made to`, ours: perSecond(changes) },
          atMost('longest task of the page from then on', longest, goals.longTaskMs),
        ];
      } finally {
        await stop();
      }
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Has the rollout's jobs begin and end. @returns what ends that */
function startMoving(databaseUrl, rolloutId, rate) {
  const program = inRoot('bench', 'support', 'moving-hosts.mjs');
  const child = spawn(nodeBinary(), [program, databaseUrl, rolloutId, String(rate)], { stdio: 'inherit' });
  standBack(child.pid);
  const ended = once(child, 'exit');
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

/** "1,200 of 5,000 succeeded, 20 failed, 130 running, 3,650 to go" */
const movedWords = /^[\d,]+ of [\d,]+ succeeded, .*\d running/;

/** How often hosts have changed since the rollout began, by the page's own words: one that has ended has begun as well. */
async function shownChanges(page) {
  const words = await page.getByText(movedWords).innerText();
  const count = (pattern) => Number((pattern.exec(words)?.[1] ?? '0').replaceAll(',', ''));
  return 2 * (count(/([\d,]+) of/) + count(/([\d,]+) failed/)) + count(/([\d,]+) running/);
}

const perSecond = (changes) => (changes / (watchedMs / 1000)).toFixed(0);

async function openPage(browser, url) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await context.request.post('/api/auth/login', { data: admin });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.addInitScript(observePage);
  // A person comes from the list: the console itself is loaded.
  await page.goto('/dashboard/rollouts');
  // A new window of the browser is busy with itself at first.
  await delay(newWindowMs);
  return page;
}

async function opened(page, id, targets) {
  const link = page.locator(`a[href$="/dashboard/rollouts/${id}"]`).first();
  await link.waitFor();
  const from = performance.now();
  await link.click();
  await page.locator(`hb-wave-squares [aria-setsize="${targets}"]`).waitFor({ state: 'attached' });
  return performance.now() - from;
}

function atMost(name, ms, goal) {
  return { name, ours: `${Math.round(ms)} ms`, goal: `≤ ${goal} ms`, ok: ms <= goal };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { targets: { type: 'string', default: '5000' }, rate: { type: 'string', default: '200' } },
  });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ targets: Number(values.targets), rate: Number(values.rate) })));
}

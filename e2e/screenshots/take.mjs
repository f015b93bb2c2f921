/**
 * Takes the pictures of the README anew: `node e2e/screenshots/take.mjs`. Everything has to be built (`npm run build`).
 * It runs a server of its own in a temporary directory, a real agent, and hosts whose figures are made up.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@hyprbox/api-client';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { inRoot, nodeBinary } from '../../scripts/repository.mjs';
import { MadeUpAlerts } from './alerts.mjs';
import { MadeUpFleet } from './fleet.mjs';

const admin = { email: 'maria.keller@example.com', password: 'correct horse battery' };
const viewport = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const beatMs = 3_000;
/** As somebody writes it who learns by shellcheck what is wrong with it. */
const presetWithMistake = `#!/usr/bin/env bash
# ---
# title: Old logs
# description: Removes the oldest log files of a service, and says which.
# category: Storage
# variables:
#   - name: directory
#     type: path
#     label: Directory
#     required: true
#   - name: keep
#     type: int
#     label: Files to keep
#     default: 14
#     min: 1
# ---
set -euo pipefail

cd -- "$directory"
ls -t *.log | tail -n "+$((keep + 1))" | while IFS= read -r file; do
  rm -- "$file"
  echo "removed $file"
done
`;

/** ECharts draws its lines in a second. */
const drawnMs = 1_500;

const directory = await mkdtemp(join(tmpdir(), 'hyprbox-pictures-'));
const programs = [];
try {
  const { path: browserPath, problem } = await ensureChromium();
  if (browserPath === undefined) throw new Error(problem);
  const url = await startServer();
  const { token } = await createClient({ baseUrl: url }).auth.login(admin);
  const client = createClient({ baseUrl: url, token });
  const fleet = await MadeUpFleet.join(client);
  const beating = setInterval(() => void fleet.beat().catch((error) => console.error(error)), beatMs);
  try {
    await startAgent(client, 'build-1');
    await until(async () => (await client.nodes.get('edge-ap-1')).status === 'OFFLINE');
    const alerts = await MadeUpAlerts.fire(client);
    try {
      await takePictures({ url, client, fleet, alerts, browserPath });
    } finally {
      alerts.stop();
    }
  } finally {
    clearInterval(beating);
  }
} finally {
  for (const program of programs.reverse()) {
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
  await rm(directory, { recursive: true, force: true });
}

async function takePictures({ url, client, fleet, alerts, browserPath }) {
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
  try {
    const context = await browser.newContext({ baseURL: url, viewport, locale: 'en-GB', colorScheme: 'dark' });
    await context.request.post('/api/auth/login', { data: admin });
    const page = await context.newPage();
    const release = { nodeId: 'build-1', preset: 'release-app' };
    const variables = { service: 'checkout', release: 'v2.14.0', workers: 4 };
    const { id } = await client.jobs.create({ ...release, variables });
    await take(page, 'overview', '/dashboard?range=24h', 'db-primary', async () => {
      await page.getByText('Live', { exact: true }).waitFor();
      await runJobs(client, fleet);
      await page.getByText('6 done in 24 h, 1 failed').waitFor();
    });
    await take(page, 'node', '/dashboard/nodes/db-primary?range=24h', 'AMD EPYC');
    await take(page, 'deploys', '/dashboard/deploys/nginx-site?node=web-eu-1', 'Website with nginx', async () => {
      await page.getByLabel('Domain').fill('shop.example.com');
      await page.getByText('As it will run').waitFor();
    });
    await take(page, 'job', `/dashboard/jobs/${id}`, 'in flight');
    await take(page, 'alerts', '/dashboard/alerts', 'Memory tight');
    await take(page, 'alert', alerts.alertPath, 'Looking at its plan');
    await client.presets.draft.save('old-logs', { source: presetWithMistake, basedOn: 0 });
    await take(page, 'preset-editor', '/dashboard/presets/old-logs/edit', 'SC2012');
    await page.setViewportSize(phone);
    await take(page, 'phone', '/dashboard', 'db-replica', () => page.getByText('Live', { exact: true }).waitFor());
    await page.setViewportSize(viewport);
    await page.evaluate(() => globalThis.localStorage.setItem('hb-theme', 'light'));
    await take(page, 'light', '/dashboard?range=24h', 'db-primary', () =>
      page.getByText('Live', { exact: true }).waitFor(),
    );
    await take(page, 'alert-rule', await alerts.rulePath(), 'Shaded: would have fired', () =>
      page.locator('hb-back-test-chart canvas').nth(2).waitFor(),
    );
    await client.jobs.cancel(id);
    await until(async () => (await client.jobs.get(id)).status === 'CANCELLED');
  } finally {
    await browser.close();
  }
}

async function take(page, name, path, sign, prepare = async () => {}) {
  await page.goto(path);
  await page.getByText(sign).first().waitFor();
  await prepare();
  await page.waitForFunction(() => globalThis.document.querySelector('.hb-skeleton') === null);
  await page.mouse.move(0, 0);
  await delay(drawnMs);
  await page.screenshot({ path: inRoot('docs', 'images', `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

/** A past for the lists of jobs and of what happened. */
async function runJobs(client, fleet) {
  const jobs = [
    { nodeId: 'db-primary', preset: 'disk-cleanup', exitCode: 0, milliseconds: 1_800 },
    { nodeId: 'db-replica', preset: 'disk-cleanup', exitCode: 1, milliseconds: 400 },
    { nodeId: 'db-primary', preset: 'time-sync', exitCode: 0, milliseconds: 900 },
    { nodeId: 'web-eu-1', preset: 'system-facts', exitCode: 0, milliseconds: 300 },
    { nodeId: 'db-primary', preset: 'system-facts', exitCode: 0, milliseconds: 350 },
    { nodeId: 'web-us-1', preset: 'package-update', exitCode: 0, milliseconds: 2_600 },
  ];
  for (const { nodeId, preset, exitCode, milliseconds } of jobs) {
    await client.jobs.create({ nodeId, preset, variables: {} });
    await fleet.carryOut(nodeId, { stdout: 'done\n', exitCode, milliseconds });
  }
}

async function startServer() {
  const server = start(inRoot('server', 'dist', 'main.js'), {
    HYPRBOX_PORT: '0',
    HYPRBOX_DATA_DIR: join(directory, 'data'),
    HYPRBOX_PRESETS_DIR: inRoot('e2e', 'screenshots', 'presets'),
    HYPRBOX_LOCAL_AGENT: 'false',
    HYPRBOX_ADMIN_EMAIL: admin.email,
    HYPRBOX_ADMIN_PASSWORD: admin.password,
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const [, url] = /HyprBox is ready at (\S+)/.exec(line) ?? [];
    if (url !== undefined) {
      server.stdout.resume();
      return url;
    }
  }
  throw new Error('The server did not start.');
}

async function startAgent(client, nodeId) {
  const { token } = await client.tokens.create({ name: nodeId });
  start(inRoot('agent', 'dist', 'hyprnode.mjs'), {
    HYPRBOX_API_URL: client.baseUrl,
    HYPRBOX_NODE_TOKEN: token,
    HYPRBOX_NODE_ID: nodeId,
    HYPRBOX_INTERVAL: '2s',
    HYPRBOX_STATE_DIR: join(directory, 'agent'),
  });
  await until(() => client.nodes.get(nodeId).catch(() => false));
}

function start(program, env) {
  const { PATH, HOME } = process.env;
  const child = spawn(nodeBinary(), [program], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(child);
  return child;
}

async function until(check) {
  while (!(await check())) await delay(250);
}

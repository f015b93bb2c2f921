/**
 * Takes the pictures of docs/backups.md anew: `node e2e/screenshots/backups.mjs [directory]`. Everything has to be built
 * (`npm run build`), and restic be there. Real agents make real backups and drills on a server of their own; the month
 * before them is made up from theirs.
 */
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@hyprbox/api-client';
import { isTerminal } from '@hyprbox/contracts';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { inRoot, nodeBinary } from '../../scripts/repository.mjs';
import { makeUpPast } from './backup-past.mjs';

const admin = { email: 'maria.keller@example.com', password: 'correct horse battery' };
const pictures = process.argv[2] ?? inRoot('docs', 'images');
/** ECharts draws its lines in a second. */
const drawnMs = 1_500;
const kibibyte = 1024;

/**
 * `ageMinutes` of the last backup and `proofHours` of the last drill; `fails` how many of the last backups did.
 *
 * @type {{ id?: string, name: string, tag?: string, hosts: string[], schedule: string, sizeKiB: number, drilled: boolean, ageMinutes: number, proofHours?: number, fails?: number }[]}
 */
const policies = [
  {
    name: 'db-primary',
    tag: 'postgres',
    hosts: ['db-primary'],
    schedule: '0 * * * *',
    sizeKiB: 9_000,
    drilled: true,
    ageMinutes: 11,
    proofHours: 9,
  },
  {
    name: 'shop-files',
    tag: 'web',
    hosts: ['web-eu-1', 'web-eu-2'],
    schedule: '0 */6 * * *',
    sizeKiB: 5_000,
    drilled: true,
    ageMinutes: 42,
    proofHours: 50,
  },
  {
    name: 'mail-store',
    hosts: ['mail-1'],
    schedule: '0 3 * * *',
    sizeKiB: 12_000,
    drilled: true,
    ageMinutes: 190,
    proofHours: 31 * 24,
  },
  {
    name: 'build-cache',
    hosts: ['build-1'],
    schedule: '30 2 * * *',
    sizeKiB: 2_000,
    drilled: true,
    ageMinutes: 52 * 60,
    proofHours: 12 * 24,
    fails: 2,
  },
  { name: 'legacy-crm', hosts: ['crm-1'], schedule: '0 4 * * *', sizeKiB: 700, drilled: false, ageMinutes: 360 },
];
const unprotected = ['cache-1'];

const directory = await mkdtemp(join(tmpdir(), 'hyprbox-pictures-'));
const dataDir = join(directory, 'data');
const programs = [];
try {
  const { path: executablePath, problem } = await ensureChromium();
  if (executablePath === undefined) throw new Error(problem);
  const url = await startServer();
  const { token } = await createClient({ baseUrl: url }).auth.login(admin);
  const client = createClient({ baseUrl: url, token });
  for (const nodeId of [...policies.flatMap(({ hosts }) => hosts), ...unprotected]) await startAgent(client, nodeId);
  for (const policy of policies) await backUp(client, policy);
  await makeUpPast(dataDir, policies, directory);
  await takePictures(url, executablePath, (await client.backups.policies.list()).items);
} finally {
  for (const program of programs.reverse()) {
    program.kill('SIGTERM');
    if (program.exitCode === null) await once(program, 'exit');
  }
  await rm(directory, { recursive: true, force: true });
}

async function backUp(client, policy) {
  const { name, tag, hosts, schedule, sizeKiB, drilled, fails = 0 } = policy;
  for (const nodeId of hosts) if (tag) await client.nodes.update(nodeId, { tags: [tag] });
  const path = join(directory, 'srv', name);
  await mkdir(path, { recursive: true });
  for (const part of ['orders.csv', 'customers.csv', 'images.tar']) {
    await writeFile(join(path, part), randomBytes((sizeKiB * kibibyte) / 3));
  }
  const { id } = await client.backups.policies.create({
    name,
    ...(tag ? { tag } : { nodeId: hosts[0] }),
    repository: join(directory, 'vault', name, '{nodeId}'),
    passwordRef: 'env:VAULT_PASSWORD',
    paths: [path],
    schedule,
    timezone: 'Europe/Berlin',
    drillSchedule: '0 5 * * 0',
    maxProofAgeDays: 30,
  });
  policy.id = id;
  for (const nodeId of hosts) {
    await ends(client, await client.backups.policies.run(id, { nodeId }));
    if (drilled) await ends(client, await client.backups.policies.run(id, { nodeId, kind: 'DRILL' }));
    for (let round = 0; round < 2; round++) {
      await writeFile(join(path, 'orders.csv'), randomBytes((sizeKiB * kibibyte) / (4 + round)));
      await ends(client, await client.backups.policies.run(id, { nodeId }));
    }
  }
  if (fails === 0) return;
  await client.backups.policies.update(id, { paths: [path, '/srv/build/cache'] });
  for (let round = 0; round < fails; round++) {
    for (const nodeId of hosts) await ends(client, await client.backups.policies.run(id, { nodeId }));
  }
}

async function ends(client, { id }) {
  await until(async () => isTerminal((await client.backups.runs.get(id)).status));
}

async function takePictures(baseURL, executablePath, known) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  const idOf = (name) => known.find((policy) => policy.name === name).id;
  try {
    const viewport = { width: 1440, height: 900 };
    const context = await browser.newContext({ baseURL, viewport, locale: 'en-GB', colorScheme: 'dark' });
    await context.request.post('/api/auth/login', { data: admin });
    const page = await context.newPage();
    await take(page, 'backups', '/dashboard/backups', 'Protected hosts');
    await take(page, 'backup-policy', `/dashboard/backups/policies/${idOf('db-primary')}`, 'What this drill proves');
  } finally {
    await browser.close();
  }
}

async function take(page, name, path, sign) {
  await page.goto(path);
  await page.getByText(sign).first().waitFor();
  await page.waitForFunction(() => globalThis.document.querySelector('.hb-skeleton') === null);
  await page.mouse.move(0, 0);
  await delay(drawnMs);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  console.log(join(pictures, `${name}.png`));
}

async function startServer() {
  const server = start(inRoot('server', 'dist', 'main.js'), {
    HYPRBOX_PORT: '0',
    HYPRBOX_DATA_DIR: dataDir,
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
    HYPRBOX_INTERVAL: '5s',
    HYPRBOX_STATE_DIR: join(directory, 'agents', nodeId),
    VAULT_PASSWORD: 'only for a picture',
    HOME: directory,
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

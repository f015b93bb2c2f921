import { readFile } from 'node:fs/promises';
import type { Client } from '@hyprbox/api-client';
import { sessionCookie } from '@hyprbox/contracts';
import { documentedSamples, eventually, freePort, startNginx } from '@hyprbox/testing';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { ConsoleBrowser, type ConsolePage, type SignedIn, type Site } from './support/browser.js';
import { outputOf } from './support/console-page.js';
import { apply, becomes } from './support/jobs.js';
import { admin, ServerProcess } from './support/server-process.js';

const nodeId = 'web-1';
const base = '/hyprbox';
/** A busy machine may stand still for seconds. */
const liveMs = 40_000;

/** The console as people open it behind the documented nginx, below a path of a host that serves other things, too. */
describe('the console below a path, behind nginx', () => {
  const parts = new AsyncDisposableStack();
  let server: ServerProcess;
  let browser: ConsoleBrowser;
  let client: Client;
  let site: Site;
  let as: SignedIn;
  let jobId: string;

  beforeAll(async () => {
    const port = await freePort();
    site = { url: `https://127.0.0.1:${port}${base}`, selfSigned: true };
    server = parts.use(
      await ServerProcess.start({ env: { HYPRBOX_PUBLIC_URL: `${site.url}/`, HYPRBOX_TRUST_PROXY: '127.0.0.1' } }),
    );
    parts.use(await startNginx((await documentedSamples())[1] ?? '', port, server.url));
    browser = await ConsoleBrowser.launch();
    client = await server.signIn();
    parts.use(await AgentProcess.start({ client, nodeId, url: server.url }));
    jobId = await apply(client, nodeId, 'exit-with', { code: 0, word: 'below a path' });
    await becomes(client, jobId, 'SUCCEEDED');
    as = await browser.signIn(site);
  });

  afterAll(() => parts.disposeAsync());

  async function open(path: string): Promise<ConsolePage> {
    return browser.open(site, { path: path.slice(1), as });
  }

  it('signs in at a deep link, and is there again after a reload', async () => {
    const page = await browser.open(site, { path: `dashboard/nodes/${nodeId}?range=6h` });
    await page.waitForURL(`${site.url}/login?next=*`);
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`${site.url}/dashboard/nodes/${nodeId}?range=6h`, { timeout: liveMs });
    const cookies = await page.context().cookies();
    expect(cookies.map((cookie) => [cookie.path, cookie.secure])).toEqual(cookies.map(() => [`${base}/`, true]));
    await page.reload();
    await page.getByRole('heading', { name: nodeId, level: 1 }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    // Of calls that are under way.
    page.expectFault(/status of 401/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${site.url}/login`);
    expect((await page.context().cookies()).filter(({ name }) => name === sessionCookie)).toEqual([]);
  });

  it('asks for nothing outside of it on any page, and all that it asks for is there', async () => {
    const page = await open('/dashboard');
    const strays: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${site.url}/`)) strays.push(request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) strays.push(`${response.status()} ${response.url()}`);
    });
    const pages = {
      '/dashboard': 'Fleet',
      [`/dashboard/nodes/${nodeId}`]: nodeId,
      '/dashboard/deploys': 'Deploys',
      '/dashboard/deploys/gate': 'Gate',
      '/dashboard/jobs': 'Jobs',
      [`/dashboard/jobs/${jobId}`]: `exit-with on ${nodeId}`,
      '/dashboard/alerts': 'Alerts',
      '/dashboard/backups': 'Backups',
      '/dashboard/backups/policies/new': 'New policy',
      '/dashboard/audit': 'Audit',
      '/dashboard/logs': 'Live feed',
      '/dashboard/settings': 'Settings',
      '/dashboard/nowhere': 'Not found',
    };
    for (const [path, heading] of Object.entries(pages)) {
      await page.goto(path.slice(1));
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector('.hb-skeleton') === null);
    }
    for (const link of await page.getByRole('navigation').getByRole('link').all()) {
      await link.click();
      const href = (await link.getAttribute('href')) ?? '';
      expect(href).toMatch(/^\/hyprbox\/dashboard/);
      await page.waitForURL((url) => url.pathname === href);
    }
    expect(strays).toEqual([]);
  });

  it('follows a job live, and gives its output and the trail as files', async () => {
    const gate = `${server.dataDir}/gate`;
    const page = await open(`/dashboard/jobs/${await apply(client, nodeId, 'gate', { runs: `${gate}-runs`, gate })}`);
    await outputOf(page).getByText('started').first().waitFor({ timeout: liveMs });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled', { exact: true }).first().waitFor({ timeout: liveMs });

    await page.goto(`dashboard/jobs/${jobId}`);
    await page.getByRole('button', { name: 'Download' }).click();
    expect(await download(page, page.getByRole('menuitem', { name: /^stdout/ }))).toContain('below a path');
    await page.goto('dashboard/audit');
    const exported = await download(page, page.getByRole('link', { name: 'Export all' }));
    expect(exported).toContain('"action":"job.create"');
  });

  async function download(page: ConsolePage, link: Locator): Promise<string> {
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    return readFile(await file.path(), 'utf8');
  }

  it('leads by the palette, and tells agents the address that people open', async () => {
    const page = await open('/dashboard/jobs');
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or run' }).fill(nodeId);
    await page.getByRole('option', { name: /^web-1/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.url}/dashboard/nodes/${nodeId}`);

    await page.goto('dashboard/settings?create=token');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('below a path');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText(`HYPRBOX_API_URL=${site.url}`).first().waitFor();
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await eventually(async () => (await client.tokens.list()).items.some(({ name }) => name === 'below a path'));
  });
});

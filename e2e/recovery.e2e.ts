import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyOf, runBecomes, settles, backupEnvironment } from './support/backups.js';
import type { ConsolePage } from './support/browser.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';

const nodeId = 'web-1';
const anyCall = /\/api\//;
/** The code of all pages, one after the other, on a busy machine. */
const fetchedAheadMs = 60_000;

describe('after the server did not answer', () => {
  let installation: Installation;
  let jobId: string;
  let policyId: string;
  let runId: string;

  beforeAll(async () => {
    installation = await Installation.start(nodeId, backupEnvironment);
    const { client, scratch } = installation;
    const { policies } = client.backups;
    policyId = (await policies.create(policyOf({ nodeId, repository: `${scratch}/vault`, paths: [scratch] }))).id;
    runId = (await runBecomes(client, await policies.run(policyId), 'SUCCEEDED')).id;
    await settles(client, policyId);
    jobId = await apply(client, nodeId, 'exit-with', { code: 3, word: 'seen' });
    await becomes(client, jobId, 'FAILED');
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  it('every page that could not be read is there by itself once it answers', async () => {
    const policy = `/dashboard/backups/policies/${policyId}`;
    const page = await open();
    const left: string[] = [];
    for (const [path, sign] of [
      ['/dashboard', nodeId],
      [`/dashboard/nodes/${nodeId}`, 'exit-with'],
      ['/dashboard/deploys', 'exit-with'],
      ['/dashboard/deploys/exit-with', 'Exit code'],
      ['/dashboard/jobs', 'exit-with'],
      [`/dashboard/jobs/${jobId}`, 'on stderr'],
      [`/dashboard/deploys/exit-with/results?jobs=${jobId}`, 'Failed'],
      ['/dashboard/logs', 'joined the fleet'],
      ['/dashboard/audit', 'job.create'],
      ['/dashboard/settings', 'admin@example.com'],
      ['/dashboard/backups', 'Protected hosts'],
      [policy, 'Snapshots'],
      [`${policy}/edit`, 'Where to'],
      [`${policy}/snapshots`, 'As the host listed them'],
      [`${policy}/restore`, 'What comes back'],
      [`/dashboard/backups/runs/${runId}`, 'backed up: '],
    ] as const) {
      await page.context().route(anyCall, (route) => route.abort());
      await go(page, path);
      await page.getByText('The server cannot be reached').first().waitFor();
      await page.getByText(/^(No answer since|Connection lost|Figures are from)/).waitFor();
      await page.context().unroute(anyCall);
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.locator('main').getByText(sign).first().waitFor();
      await page.getByText(/^(Live|Connected)$/).waitFor();
      // A page may hold several lists, each of which heals by itself.
      const notice = page.getByText('The server cannot be reached');
      await notice
        .first()
        .waitFor({ state: 'detached', timeout: 20_000 })
        .catch(() => left.push(path));
    }
    expect(left).toEqual([]);
  });

  it('what was typed is still there', async () => {
    const page = await open();
    await go(page, '/dashboard/deploys/exit-with');
    await page.getByLabel('Word', { exact: true }).fill('kept over the outage');
    await page.context().route(anyCall, (route) => route.abort());
    await page.getByLabel('Search hosts').fill('web');
    await page.getByText('The server cannot be reached').first().waitFor();
    await page.context().unroute(anyCall);
    await page.getByText('The server cannot be reached').first().waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: nodeId }).waitFor();
    expect(await page.getByLabel('Word', { exact: true }).inputValue()).toBe('kept over the outage');
    expect(await page.getByLabel('Search hosts').inputValue()).toBe('web');
  });

  it('a page whose code was fetched ahead opens without the server', async () => {
    const page = await installation.open('/dashboard/settings', { fetchesAhead: true });
    page.expectFault(/net::ERR_FAILED/);
    await page.waitForFunction(
      (code) => {
        const fetched = new Set(performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)));
        return code.every((file) => fetched.has(file));
      },
      await codeOf('/dashboard/logs'),
      { timeout: fetchedAheadMs },
    );
    await page.context().route('**', (route) => route.abort());
    await page.getByRole('link', { name: 'Live feed', exact: true }).click();
    await page.getByRole('heading', { name: 'Live feed' }).waitFor();
    await page.getByText('The server cannot be reached').first().waitFor();
  });

  async function open(): Promise<ConsolePage> {
    const page = await installation.open('/dashboard/settings');
    page.expectFault(/net::ERR_FAILED/);
    await page.getByText('Node tokens').first().waitFor();
    return page;
  }
});

/** The files of a page's code, as the build tells them. */
async function codeOf(path: string): Promise<string[]> {
  const told = await readFile(new URL('../console/dist/.pages.json', import.meta.url), 'utf8');
  const pages = JSON.parse(told) as { path: string; modules: string[] }[];
  const page = pages.find((each) => each.path === path);
  if (page === undefined) throw new Error(`The build tells nothing of ${path}.`);
  return page.modules;
}

/** As a link of the console does: the page's code is there, what it shows is not. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

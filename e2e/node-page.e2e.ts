import { eventually, someMetrics } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import type { ConsolePage } from './support/browser.js';
import { cardOf } from './support/console-page.js';
import { FakeHost } from './support/fake-host.js';
import { Installation } from './support/installation.js';

const nodeId = 'web-1';
const minuteMs = 60_000;

describe('a host’s page', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  it('edits tags, by which the fleet then finds the host', async () => {
    const { client } = installation;
    const other = await FakeHost.join(client, 'db-1');
    onTestFinished(() => client.nodes.decommission(other.nodeId));
    const page = await installation.open(`/dashboard/nodes/${nodeId}`);
    for (const tag of ['canary', 'frontend']) {
      await page.getByRole('button', { name: 'Add a tag' }).click();
      await page.getByLabel('New tag').fill(tag);
      await page.getByLabel('New tag').press('Enter');
      await page.getByRole('link', { name: tag, exact: true }).waitFor();
      await page.getByLabel('New tag').press('Escape');
    }
    await page.getByRole('button', { name: 'Remove the tag canary' }).click();
    await page.getByRole('link', { name: 'canary', exact: true }).waitFor({ state: 'detached' });
    // The page shows it before the server has it.
    await eventually(async () => (await client.nodes.get(nodeId)).tags.join() === 'frontend', { timeoutMs: 20_000 });
    await page.reload();
    await page.getByRole('link', { name: 'frontend', exact: true }).click();
    await cardOf(page, nodeId).waitFor();
    expect(new URL(page.url()).searchParams.get('tag')).toBe('frontend');
    expect(await cardOf(page, other.nodeId).count()).toBe(0);
  });

  it('zooms into what is dragged over, by its address, and goes back', async () => {
    const host = await withAnHourOfHistory('db-2');
    const path = `/dashboard/nodes/${host.nodeId}?range=6h`;
    const page = await installation.open(path);
    const asked = page.waitForRequest((request) => historyQuery(request.url())?.has('from') ?? false);
    await dragOver(page, 0.5, 0.75);
    await page.waitForURL(/[?&]from=.*&to=/);
    const query = historyQuery((await asked).url());
    const address = new URL(page.url()).searchParams;
    for (const name of ['from', 'to']) expect(query?.get(name)).toBe(address.get(name));
    const minutes = (Date.parse(address.get('to') ?? '') - Date.parse(address.get('from') ?? '')) / minuteMs;
    expect(Math.round(minutes / 30)).toBe(3);
    await page.getByRole('button', { name: 'Reset zoom' }).waitFor();

    await page.goBack();
    await page.waitForURL((url) => `${url.pathname}${url.search}` === path);
    await page.getByRole('button', { name: 'Reset zoom' }).waitFor({ state: 'detached' });
    await page.goForward();
    await page.getByRole('button', { name: 'Reset zoom' }).click();
    await page.waitForURL((url) => `${url.pathname}${url.search}` === path);
  });

  it('takes a host out of the fleet once its id was typed, and refuses its agent from then on', async () => {
    const { client } = installation;
    const agent = await AgentProcess.start({ client, nodeId: 'web-2', url: client.baseUrl });
    onTestFinished(() => agent[Symbol.asyncDispose]());
    const page = await installation.open(`/dashboard/nodes/${agent.nodeId}`);
    // The page may ask once more for the host while it leaves it.
    page.expectFault(/status of 404 .*\/api\/nodes\/web-2\/status\)/);
    await page.getByRole('button', { name: 'Decommission' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByLabel('The host’s id').fill('web-1');
    await dialog.getByRole('button', { name: 'Decommission' }).click();
    await dialog.getByText('This is not the id of the host.').waitFor();
    expect((await client.nodes.get(agent.nodeId)).id).toBe(agent.nodeId);

    await dialog.getByLabel('The host’s id').fill(agent.nodeId);
    await dialog.getByRole('button', { name: 'Decommission' }).click();
    await page.waitForURL('**/dashboard');
    await cardOf(page, nodeId).waitFor();
    await cardOf(page, agent.nodeId).waitFor({ state: 'detached' });
    const refused = await fetch(`${installation.server.url}/api/jobs/pending?nodeId=${agent.nodeId}`, {
      headers: { authorization: `Bearer ${agent.token}` },
    });
    expect(refused.status).toBe(401);
    await page.goto(`/dashboard/nodes/${agent.nodeId}`);
    await page.getByText('This host is decommissioned').waitFor();
  });

  async function withAnHourOfHistory(id: string): Promise<FakeHost> {
    const now = Date.now();
    const samples = Array.from({ length: 60 }, (_, index) => ({
      at: new Date(now - (index + 1) * minuteMs).toISOString(),
      metrics: someMetrics({ cpuPct: 20 + (index % 30) }),
    }));
    const host = await FakeHost.join(installation.client, id, { samples });
    onTestFinished(() => installation.client.nodes.decommission(id));
    return host;
  }
});

/** What was asked of a host's history; null for any other call. */
function historyQuery(url: string): URLSearchParams | null {
  const { pathname, searchParams } = new URL(url);
  return /\/api\/nodes\/[^/]+\/history$/.test(pathname) ? searchParams : null;
}

/** Drags with the mouse from one part of the first chart's width to another. */
async function dragOver(page: ConsolePage, from: number, to: number): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.hb-skeleton') === null);
  const plot = page.locator('hb-history-chart .plot').first();
  await plot.scrollIntoViewIfNeeded();
  const size = await plot.boundingBox();
  if (size === null) throw new Error('The chart is not on the screen.');
  const at = (part: number) => ({ position: { x: size.width * part, y: size.height / 2 } });
  // Hovering waits until the chart stands still, wherever it is by then.
  await plot.hover(at(from));
  await page.mouse.down();
  await plot.hover(at(to));
  await page.mouse.up();
}

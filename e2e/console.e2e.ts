import { readFile, writeFile } from 'node:fs/promises';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import {
  accessibilityFaults,
  cardOf,
  factOf,
  followColourScheme,
  outputOf,
  terminalText,
} from './support/console-page.js';
import { FakeHost } from './support/fake-host.js';
import { Installation } from './support/installation.js';
import { apply, isAlive } from './support/jobs.js';

const nodeId = 'web-1';
/** A busy machine may stand still for seconds; that it came by the stream and not by the slow poll is for the specs. */
const liveMs = 40_000;
/** What a browser says of calls to a server that is gone, or not quite back. */
const awayFault = /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)|status of 503/;

describe('the console', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  it('takes a newcomer from the fleet to a script’s output, its end and its exit code', async () => {
    const page = await installation.open('/');
    await cardOf(page, nodeId)
      .getByText(/^(Online|Warning|Critical)$/)
      .waitFor();
    await page.getByText('Live', { exact: true }).waitFor();

    await page.getByRole('navigation').getByRole('link', { name: 'Deploys' }).click();
    await page.getByRole('link', { name: 'Gate', exact: true }).click();
    const script = page.getByRole('region', { name: 'Script' });
    const [runs, gate] = [`${installation.scratch}/it's $(id) runs`, `${installation.scratch}/gate`];
    await page.getByLabel('Where each run adds a line').fill(runs);
    await page.getByRole('button', { name: /^Apply/ }).click();
    await page.getByText('File to wait for is required').waitFor();
    await page.getByText('Some fields need another look.').waitFor();
    await page.getByText('Choose at least one host.').waitFor();

    await page.getByLabel('File to wait for').fill(gate);
    await page.getByRole('checkbox', { name: nodeId }).check();
    await page.getByText('As it will run').waitFor();
    const { script: expected } = await installation.client.presets.render('gate', { runs, gate });
    expect(await script.textContent()).toBe(expected);
    expect((await installation.client.jobs.list({ preset: 'gate' })).items).toEqual([]);

    await page.getByRole('button', { name: `Apply on ${nodeId}` }).click();
    await page.waitForURL('**/dashboard/jobs/*');
    const output = outputOf(page);
    await output.getByText('started').first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await output.getByText('finished').count()).toBe(0);

    await writeFile(gate, '');
    await output.getByText('finished').first().waitFor({ timeout: liveMs });
    await page.getByText('Succeeded').first().waitFor({ timeout: liveMs });
    expect(await factOf(page, 'Exit code')).toBe('0');
    expect(await factOf(page, 'Host')).toBe(nodeId);
    expect(await readFile(runs, 'utf8')).toMatch(/^run \d+\n$/);

    await page.getByRole('button', { name: 'View script' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('region', { name: 'Script' }).textContent()).toBe(expected);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('navigation').getByRole('link', { name: 'Jobs' }).click();
    await page
      .getByRole('row', { name: /gate on web-1/ })
      .getByText('Succeeded')
      .waitFor();
  });

  it('fetches a page’s code and first answers at once, and none of it twice', async () => {
    const page = await installation.open('/dashboard');
    await cardOf(page, nodeId).waitFor();
    await page.getByRole('list', { name: 'Activity, newest first' }).waitFor();
    const named = await page
      .locator('link[rel=modulepreload], link[rel=preload]')
      .evaluateAll((links) => links.map((link) => (link instanceof HTMLLinkElement ? link.href : '')));
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    // The thresholds of the bars come with the summary, too.
    const once = named.filter((url) => !url.endsWith('/summary'));
    expect(named.filter((url) => url.includes('/api/'))).toHaveLength(3);
    expect(once.map((url) => [url, fetched.filter((each) => each === url).length])).toEqual(
      once.map((url) => [url, 1]),
    );
  });

  it('cancels a job from its page, with everything that it started', async () => {
    const pidFile = `${installation.scratch}/pid`;
    const id = await apply(installation.client, nodeId, 'stubborn', { pid_file: pidFile });
    const pid = await eventually(async () => Number(await readFile(pidFile, 'utf8')) || undefined, {
      timeoutMs: 20_000,
    });
    const page = await installation.open(`/dashboard/jobs/${id}`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled while it ran').waitFor({ timeout: liveMs });
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect((await installation.client.jobs.get(id)).status).toBe('CANCELLED');
  });

  it('shows new figures, a new status and a new host by itself', async () => {
    const { client } = installation;
    const host = await FakeHost.join(client, 'db-1', {
      hostname: 'db-1.example.com',
      // A single reading tells of the CPU then, and takes the place of the one before.
      intervalSeconds: 60,
    });
    onTestFinished(() => client.nodes.decommission(host.nodeId));
    const page = await installation.open('/');
    const card = cardOf(page, host.nodeId);
    await card.getByText('Online').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await host.beat({ cpuPct: 97 });
    await card.getByText('97%').waitFor({ timeout: liveMs });
    await card.getByText('Critical').waitFor({ timeout: liveMs });

    const newcomer = await AgentProcess.start({ client, nodeId: 'web-new', url: client.baseUrl });
    onTestFinished(async () => {
      await newcomer[Symbol.asyncDispose]();
      await client.nodes.decommission(newcomer.nodeId);
    });
    await cardOf(page, newcomer.nodeId).waitFor({ timeout: liveMs });
    await page.getByRole('region', { name: 'Online' }).getByText(/of 3$/).waitFor({ timeout: liveMs });
  });

  it('tags the hosts that its filter shows, and says on how many before it does and after', async () => {
    const { client } = installation;
    for (const id of ['lab-1', 'lab-2']) {
      await FakeHost.join(client, id, { hostname: id });
      onTestFinished(() => client.nodes.decommission(id));
    }
    const page = await installation.open('/');
    await followColourScheme(page);
    await page.goto('/dashboard?q=lab-');
    await cardOf(page, 'lab-2').waitFor();
    await page.getByRole('button', { name: 'Tag hosts…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Tag hosts' });
    await dialog.getByText('Matches 2 hosts').waitFor();
    // The cursor stands in the field for tags to add.
    await page.keyboard.type('rack-7');
    await dialog.getByText('2 hosts get rack-7.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await client.nodes.list({ tag: 'rack-7' })).items).toEqual([]);

    await page.keyboard.press('Enter');
    await page.getByText('The tags of 2 hosts are changed.').waitFor();
    const { items } = await client.nodes.list({ tag: 'rack-7', sort: 'name' });
    expect(items.map(({ id }) => id)).toEqual(['lab-1', 'lab-2']);
    await page.getByRole('combobox', { name: 'Tag', exact: true }).click();
    await page.getByRole('option', { name: 'rack-7' }).waitFor();
  });

  it('reveals a node token once', async () => {
    const page = await installation.open('/dashboard/settings');
    await page.getByRole('button', { name: 'Create a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('rack 7');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    const token = (await dialog.getByTestId('token').textContent()) ?? '';
    expect(token).toMatch(/^hbnt_[a-z0-9]{8}[\w-]{43}$/);
    expect(await dialog.getByTestId('start-command').textContent()).toContain(token);
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('row', { name: /rack 7/ });
    await row.getByText(`${token.slice(0, 13)}…`).waitFor();
    expect(await page.content()).not.toContain(token);
    await page.reload();
    await row.getByText('Not used yet').waitFor();
    expect(await page.content()).not.toContain(token);

    await row.getByRole('button', { name: 'Revoke rack 7' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText(/^Revoked/).waitFor();
    const revoked = await fetch(`${installation.server.url}/api/jobs/pending?nodeId=x`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(revoked.status).toBe(401);
  });

  it('says that its figures are old while the server is away, and recovers by itself', async () => {
    const gate = `${installation.scratch}/away`;
    const id = await apply(installation.client, nodeId, 'gate', { runs: `${gate}-runs`, gate });
    const fleet = await installation.open('/');
    const job = await installation.open(`/dashboard/jobs/${id}`);
    await fleet.getByText('Live', { exact: true }).waitFor();
    await outputOf(job).getByText('started').first().waitFor();
    // Its code is fetched when the page is idle.
    for (const page of [fleet, job]) await page.locator('hb-alert-bell').waitFor();
    for (const page of [fleet, job]) page.expectFault(awayFault);
    await installation.server.kill();
    await fleet.getByText(/^Figures are from \d\d:\d\d:\d\d$/).waitFor();
    await cardOf(fleet, nodeId).waitFor();
    await job.getByText('Connection lost; trying again').waitFor();

    await installation.server.start();
    await fleet.getByText('Live', { exact: true }).waitFor();
    await writeFile(gate, '');
    await outputOf(job).getByText('finished').first().waitFor();
    await job.getByText('Succeeded').first().waitFor();
    expect(await terminalText(job)).toBe('started\nfinished');
    const host = await FakeHost.join(installation.client, 'db-2');
    onTestFinished(() => installation.client.nodes.decommission(host.nodeId));
    await cardOf(fleet, host.nodeId).waitFor({ timeout: liveMs });
  });
});

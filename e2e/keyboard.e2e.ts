import { writeFile } from 'node:fs/promises';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { accessibilityFaults, followColourScheme } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';
import { Keyboard } from './support/keyboard.js';
import { admin } from './support/server-process.js';

const nodeId = 'web-1';
/** A busy machine may stand still for seconds. */
const liveMs = 40_000;

describe('with the keyboard alone', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await installation.open(path);
    return { page, keys: new Keyboard(page) };
  }

  function isAt(page: ConsolePage, path: RegExp): Promise<void> {
    return page.waitForURL((url) => path.test(url.pathname + url.search), { timeout: liveMs });
  }

  it('one signs in, and out again', async () => {
    const page = await installation.browser.open(installation.server, { path: '/login' });
    const keys = new Keyboard(page);
    await page.getByLabel('E-mail').waitFor();
    await keys.tabTo('E-mail');
    await keys.type(admin.email);
    await keys.tabTo('Password');
    await keys.type(admin.password);
    await keys.press('Enter');
    await isAt(page, /^\/dashboard$/);
    await keys.staysVisible();
    await page.getByRole('link', { name: nodeId, exact: true }).waitFor();
    await keys.tabTo('Sign out');
    await page.keyboard.press('Enter');
    await isAt(page, /^\/login/);
    await page.getByLabel('E-mail').waitFor();
    await keys.tabTo('E-mail');
  });

  it('one goes from a host to a preset, runs it, watches it and cancels it', async () => {
    const { scratch, client } = installation;
    const { page, keys } = await open('/dashboard');
    await page.getByRole('link', { name: nodeId, exact: true }).waitFor();
    await keys.tabTo(nodeId);
    await keys.press('Enter');
    await isAt(page, new RegExp(`^/dashboard/nodes/${nodeId}`));
    await keys.staysVisible();
    await page.getByRole('link', { name: 'Run a preset' }).waitFor();
    await keys.tabTo('Run a preset');
    await keys.press('Enter');
    await isAt(page, /^\/dashboard\/deploys\?/);
    await page.getByRole('link', { name: /^Gate/ }).waitFor();
    await keys.tabTo(/^Gate/);
    await keys.press('Enter');
    await isAt(page, /^\/dashboard\/deploys\/gate\?/);

    await page.getByRole('button', { name: `Apply on ${nodeId}` }).waitFor();
    await keys.tabTo(/^Where each run adds a line/);
    await keys.type(`${scratch}/runs`);
    await keys.tabTo(/^File to wait for/);
    await keys.type(`${scratch}/gate`);
    await keys.tabTo(`Apply on ${nodeId}`);
    await keys.press('Enter');
    await isAt(page, /^\/dashboard\/jobs\//);
    await page.getByText('Running', { exact: true }).first().waitFor();
    await keys.tabTo('Cancel');
    await keys.press('Enter');
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    await keys.staysVisible();
    // What one was at is gone: the next press goes on from where it was, not from the top of the page.
    await keys.press('Shift+Tab');
    await keys.press('Tab');
    const id = page.url().split('/').at(-1) ?? '';
    expect((await client.jobs.get(id)).status).toBe('CANCELLED');

    // The output is left by Tab as it is entered by it.
    await keys.tabTo('Find in the output');
    await keys.press('Enter');
    await keys.type('started');
    await keys.press('Escape');
    await keys.looksInto('View script');
  });

  it('one keeps the place when a job ends while one is about to cancel it', async () => {
    const { client, scratch } = installation;
    const gate = `${scratch}/ends`;
    const id = await apply(client, nodeId, 'gate', { runs: `${scratch}/ends-runs`, gate });
    const { page, keys } = await open(`/dashboard/jobs/${id}`);
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await keys.tabTo('Cancel');
    await writeFile(gate, '');
    await becomes(client, id, 'SUCCEEDED');
    await page.getByText('Succeeded', { exact: true }).first().waitFor();
    await keys.isOn('State of the job');
  });

  it('one reaches every page on a phone, and leaves what lists them', async () => {
    const page = await installation.open('/dashboard/jobs', { viewport: { width: 390, height: 844 } });
    await followColourScheme(page);
    await page.reload();
    const keys = new Keyboard(page);
    const pages = page.getByRole('complementary', { name: 'Pages and account' });
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Most used' }).getByRole('link').allInnerTexts()).toEqual([
      'Overview',
      'Alerts',
      'Deploys',
      'Jobs',
    ]);
    expect(await pages.isVisible()).toBe(false);
    await keys.tabTo('More');
    await keys.press('Enter');
    await pages.getByRole('link', { name: 'Audit' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keys.press('Escape');
    await pages.waitFor({ state: 'hidden' });
    await keys.isOn('More');

    await keys.press('Enter');
    await keys.tabTo('Presets');
    await keys.press('Enter');
    await isAt(page, /^\/dashboard\/presets$/);
    await pages.waitFor({ state: 'hidden' });
    // Nothing lies over what the keyboard goes on to.
    await keys.tabTo('More');
    await keys.press('Enter');
    await keys.tabTo('Sign out');
    await keys.press('Tab');
    await pages.waitFor({ state: 'hidden' });
    await keys.staysVisible();
  });

  it('one makes a token, sees it once, and revokes it', async () => {
    const { client } = installation;
    const { page, keys } = await open('/dashboard');
    await page.getByRole('link', { name: nodeId, exact: true }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await isAt(page, /^\/dashboard\/settings/);
    await page.getByRole('button', { name: 'Create a token' }).waitFor();
    await keys.tabTo('Create a token');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.isOn('Name');
    await keys.type('by keys');
    await keys.press('Enter');
    await page.getByText('This is shown once.').waitFor();
    await keys.staysVisible();
    await keys.tabTo('Copy the token');
    await keys.tabTo('I have copied it');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('Create a token');

    await keys.tabTo('Revoke by keys');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Revoke');
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await eventually(async () => {
      const { items } = await client.tokens.list();
      return items.some(({ name, revokedAt }) => name === 'by keys' && revokedAt !== null);
    });
    await page.getByRole('button', { name: 'Revoke by keys' }).waitFor({ state: 'detached' });
    await keys.isOn('Node tokens');
  });

  it('one changes the role of a user, disables them, and withdraws an invitation', async () => {
    const { client } = installation;
    await installation.signInAs('VIEWER');
    await client.users.invite({ email: 'late@example.com', role: 'VIEWER' });
    const { page, keys } = await open('/dashboard/settings');
    await page.getByRole('button', { name: 'Disable viewer' }).waitFor();
    await keys.tabTo('Role of viewer');
    await keys.press('ArrowDown');
    await page.getByText('viewer now has the role Operator.').waitFor();
    await keys.isOn('Role of viewer');

    await keys.tabTo('Disable viewer');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Disable');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Enable viewer' }).waitFor();
    await keys.isOn('Enable viewer');

    await keys.tabTo('Withdraw the invitation of late@example.com');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Withdraw');
    await keys.press('Enter');
    await page.getByText('The invitation of late@example.com is withdrawn.').waitFor();
    await page.getByRole('heading', { name: 'Open invitations' }).waitFor({ state: 'detached' });
    await keys.staysVisible();
  });
});

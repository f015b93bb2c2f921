import type { Client } from '@hyprbox/api-client';
import type { PresetSource } from '@hyprbox/contracts';
import { eventually, GitOverHttps, temporaryDirectory, TestGitRepository } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleBrowser, type ConsolePage, type SignedIn } from './support/browser.js';
import { arrivesAt } from './support/console-page.js';
import { Keyboard } from './support/keyboard.js';
import { ServerProcess } from './support/server-process.js';

const sourceName = 'Team presets';
const repository = 'presets.git';
/** The server looks at a repository by git itself, on a busy machine. */
const lookMs = 40_000;

/** From a repository that nobody knows to its presets and back: each test goes on with what the one before it made. */
describe('with the keyboard alone, in the sources of presets', () => {
  const parts = new AsyncDisposableStack();
  let git: TestGitRepository;
  /** The commit before there was a preset. */
  let first: string;
  let https: GitOverHttps;
  let server: ServerProcess;
  let browser: ConsoleBrowser;
  let client: Client;
  let admin: SignedIn;

  beforeAll(async () => {
    const directory = parts.use(await temporaryDirectory());
    git = await TestGitRepository.create(directory.path, repository);
    first = await git.commit({});
    await git.commit({ 'team-motd.sh': presetFile('1') });
    https = await GitOverHttps.start(directory.path, directory.path);
    parts.defer(() => https.stop());
    server = parts.use(await ServerProcess.start({ env: { NODE_EXTRA_CA_CERTS: https.authority } }));
    browser = await ConsoleBrowser.launch();
    client = await server.signIn();
    admin = await browser.signIn(server);
  });

  afterAll(() => parts.disposeAsync());

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await browser.open(server, { path, as: admin });
    return { page, keys: new Keyboard(page) };
  }

  async function stored(): Promise<PresetSource | undefined> {
    const { items } = await client.presetSources.list();
    return items.find((source) => source.name === sourceName);
  }

  it('one adds a repository, led to what the form and the server find fault with', async () => {
    const { page, keys } = await open('/dashboard/presets/sources');
    page.expectFault(/status of 4\d\d .*\/preset-sources\)/);
    await page.getByRole('button', { name: 'Add a repository' }).waitFor();
    await keys.tabTo('Add a repository');
    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('Add a repository');

    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.type(sourceName);
    await keys.press('Enter');
    await keys.isOn('Address');
    await keys.type('http://127.0.0.1/presets.git');
    await keys.tabTo('Branch');
    await keys.press('Control+a');
    await keys.type('no-such-branch');
    await keys.tabTo('Add the repository');
    await keys.press('Enter');
    await page.getByText('must begin with https://').waitFor();
    await keys.isOn('Address');
    await keys.press('Control+a');
    await keys.type(https.url(repository));
    await keys.press('Enter');
    await page.getByText(`${sourceName} is added`).waitFor();
    await keys.staysVisible();
    await keys.tabTo('Copy the address of the webhook');
    await keys.tabTo('I have it');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: sourceName }).waitFor();
    await keys.staysVisible();
  });

  it('one has it looked at, mends what it could not be read by, and sees what it brings', async () => {
    const { page, keys } = await open('/dashboard/presets/sources');
    const sync = page.getByRole('button', { name: `Sync now, ${sourceName}` });
    await sync.waitFor();
    await keys.tabTo(`Sync now, ${sourceName}`);
    await keys.press('Enter');
    await page.getByText('Could not be read').waitFor({ timeout: lookMs });
    await page.getByText('no-such-branch').nth(1).waitFor();
    await keys.isOn(`Sync now, ${sourceName}`);

    await keys.tabTo(`Edit ${sourceName}`);
    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.tabTo('Branch');
    await keys.press('Control+a');
    await keys.press('Delete');
    await keys.press('Enter');
    await keys.isOn('Branch');
    await keys.type('main');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn(`Edit ${sourceName}`);
    await eventually(async () => (await stored())?.branch === 'main');
    // What was changed is looked at, and meanwhile the button says so.
    const card = page.locator('hb-source-card', { hasText: sourceName });
    await card.getByText('In step', { exact: true }).waitFor({ timeout: lookMs });
    await sync.waitFor();
    await keys.tabTo(`Sync now, ${sourceName}`);
    await keys.press('Enter');
    await keys.isOn(`Sync now, ${sourceName}`);

    await keys.tabTo('1 preset');
    await keys.press('Enter');
    await arrivesAt(page, /\/presets\?origin=git$/);
    await page.getByRole('link', { name: 'Team’s message' }).waitFor();
    await keys.tabTo('Team’s message');
    await keys.press('Enter');
    await page.getByRole('link', { name: sourceName }).waitFor();
    await keys.tabTo(sourceName);
    await keys.press('Enter');
    await arrivesAt(page, /\/presets\/sources$/);
    await keys.staysVisible();
  });

  it('one takes what a rewritten branch is now', async () => {
    const { page, keys } = await open('/dashboard/presets/sources');
    await git.rewind(first);
    await git.commit({ 'team-motd.sh': presetFile('2') }, 'Write it anew');
    await page.getByRole('button', { name: `Sync now, ${sourceName}` }).waitFor();
    await keys.tabTo(`Sync now, ${sourceName}`);
    await keys.press('Enter');
    await page.getByText('Its history was rewritten').waitFor({ timeout: lookMs });
    await keys.tabTo('Take what the branch is now');
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await keys.staysVisible();
    await keys.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await keys.isOn('Take what the branch is now');
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await keys.tabTo('Take it');
    await keys.press('Enter');
    await page.getByText('In step').waitFor({ timeout: lookMs });
    await keys.staysVisible();
  });

  it('one deletes it', async () => {
    const { page, keys } = await open('/dashboard/presets/sources');
    await page.getByRole('button', { name: `Delete ${sourceName}` }).waitFor();
    await keys.tabTo(`Delete ${sourceName}`);
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await keys.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await keys.isOn(`Delete ${sourceName}`);
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await keys.tabTo('Delete');
    await keys.press('Enter');
    await page.getByRole('heading', { name: sourceName, exact: true }).waitFor({ state: 'detached' });
    await keys.isOn('Sources');
    expect(await stored()).toBeUndefined();
  });
});

function presetFile(version: string): string {
  return `#!/usr/bin/env bash
# ---
# title: Team’s message
# description: Of a repository.
# category: Tests
# version: ${version}
# ---
set -euo pipefail
echo "hello"
`;
}

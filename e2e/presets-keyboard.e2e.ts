import { readFile } from 'node:fs/promises';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { arrivesAt } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';
import { Keyboard } from './support/keyboard.js';

const nodeId = 'web-1';
const name = 'rotate-logs';
const title = 'Rotate logs';
const scheduleName = 'Rotate each year';
const copyName = 'my-hostname';
/** So many that a diff of all of them does not fit on the screen. */
const lineCount = 80;

/** From its versions to what runs them: each test goes on with what the one before it made. */
describe('with the keyboard alone, in presets of one’s own', () => {
  let installation: Installation;
  /** What ran the first version. */
  let jobId: string;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
    const { client } = installation;
    await publish('one', 'Rotates them.');
    jobId = await apply(client, nodeId, name);
    await becomes(client, jobId, 'SUCCEEDED');
    await publish('two', 'Says two.');
    await client.schedules.create({
      ...{ name: scheduleName, cron: '0 4 1 1 *', timezone: 'Europe/Berlin', overlap: 'SKIP', misfire: 'SKIP' },
      rollout: { preset: name, variables: {}, selector: { all: true } },
      enabled: true,
    });
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  /** @param word that each line of it says */
  async function publish(word: string, message: string): Promise<void> {
    const { presets } = installation.client;
    const basedOn = word === 'one' ? 0 : (await presets.get(name)).version;
    const { revision } = await presets.draft.save(name, { source: sourceOf(word), basedOn });
    await presets.publish(name, { revision, message });
  }

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await installation.open(path);
    return { page, keys: new Keyboard(page) };
  }

  it('one searches the list, narrows it, and opens one', async () => {
    const { page, keys } = await open('/dashboard/presets');
    const rows = page.getByRole('table', { name: 'Presets by name' }).locator('tbody tr');
    await page.getByRole('link', { name: title }).waitFor();
    await keys.tabTo('Search presets');
    await keys.type('logs of no program');
    await page.getByText('No preset matches').waitFor();
    await keys.tabTo('Show all presets');
    await keys.press('Enter');
    await page.getByRole('link', { name: title }).waitFor();
    await keys.staysVisible();

    await keys.tabTo(/^Origin/);
    await keys.press('Enter');
    await page.getByRole('listbox').waitFor();
    await keys.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await keys.isOn('Origin');
    await keys.type('Written here');
    await arrivesAt(page, /origin=console/);
    await eventually(async () => (await rows.count()) === 1);
    await keys.tabTo(/^State/);
    await keys.type('Retired');
    await arrivesAt(page, /view=retired/);
    await page.getByText('No preset matches').waitFor();
    await keys.tabTo('Clear filters');
    await keys.press('Enter');
    await page.getByRole('link', { name: title }).waitFor();
    // The button has gone: the filters themselves come next, not the top of the page.
    await keys.staysVisible();
    await keys.press('Tab');
    await keys.isOn('Origin');

    await keys.tabTo('Sources');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Add a repository' }).waitFor();
    await keys.tabTo('Presets');
    await keys.tabTo('Presets');
    await keys.press('Enter');
    await page.getByRole('link', { name: title }).waitFor();
    await keys.tabTo(title);
    await keys.press('Enter');
    await arrivesAt(page, new RegExp(`/presets/${name}$`));
    await keys.staysVisible();
  });

  it('one reads an older version, takes its file along, and sees what uses the preset', async () => {
    const { page, keys } = await open(`/dashboard/presets/${name}`);
    await page.getByRole('link', { name: 'Read version 1' }).waitFor();
    await keys.tabTo('Read version 1');
    await keys.press('Enter');
    await arrivesAt(page, /version=1$/);
    await page.getByText('Version 1, which is not the current one.').waitFor();
    await keys.isOn('Versions');
    await keys.tabTo(`Download ${name}.sh`);
    const download = page.waitForEvent('download');
    await keys.press('Enter');
    expect(await readFile(await (await download).path(), 'utf8')).toContain('echo "one 1"');
    await keys.tabTo('Read the current one');
    await keys.press('Enter');
    await arrivesAt(page, new RegExp(`/presets/${name}$`));
    await page.getByRole('link', { name: 'Read version 1' }).waitFor();
    await keys.staysVisible();

    await page.getByRole('link', { name: scheduleName }).waitFor();
    await keys.tabTo(scheduleName);
    await keys.press('Enter');
    await arrivesAt(page, /\/schedules\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: scheduleName, level: 1 }).waitFor();
    await keys.staysVisible();
  });

  it('one compares two versions, moves in what differs, and goes back', async () => {
    const { page, keys } = await open(`/dashboard/presets/${name}`);
    await page.getByRole('link', { name: 'Changes of version 2' }).waitFor();
    await keys.tabTo('Changes of version 2');
    await keys.press('Enter');
    await arrivesAt(page, /\/diff\?from=1&to=2$/);
    const diff = page.getByRole('region', { name: `Changes of ${name}` });
    await diff.getByText('two 1"').first().waitFor();
    await keys.tabTo(`Changes of ${name}`);
    const place = (): Promise<number> => diff.evaluate((element) => element.scrollTop);
    await keys.press('ArrowDown');
    await eventually(async () => (await place()) > 0);
    await keys.press('End');
    await eventually(() => diff.evaluate((each) => each.scrollTop + each.clientHeight >= each.scrollHeight - 1));
    await keys.press('Home');
    await eventually(async () => (await place()) === 0);

    await keys.tabTo('Copy the SHA-256 of the changes');
    await keys.tabTo('Swap');
    await keys.press('Enter');
    await arrivesAt(page, /\/diff\?from=2&to=1$/);
    await page.locator('[data-kind="added"]', { hasText: 'one 1"' }).first().waitFor();
    await keys.isOn('Swap');
    await keys.tabTo(/^From/);
    await keys.type('Version 1');
    await arrivesAt(page, /from=1&to=1$/);
    await page.getByText('They are the same.').waitFor();
    await keys.isOn('From');
    await keys.tabTo('See the preset');
    await keys.press('Enter');
    await arrivesAt(page, new RegExp(`/presets/${name}$`));
    await keys.staysVisible();
  });

  it('one goes from a job to the version that it ran, and to what has changed since', async () => {
    const { page, keys } = await open(`/dashboard/jobs/${jobId}`);
    await page.getByRole('link', { name: 'Compare with the current version' }).waitFor();
    await keys.tabTo('Compare with the current version');
    await keys.press('Enter');
    await arrivesAt(page, /\/diff\?from=1&to=2$/);
    await page.locator('[data-kind="added"]', { hasText: 'two 1"' }).first().waitFor();
    await page.goBack();
    await page.getByRole('link', { name, exact: true }).waitFor();
    await keys.tabTo(name);
    await keys.press('Enter');
    await arrivesAt(page, new RegExp(`/presets/${name}\\?version=1$`));
    await page.getByText('Version 1, which is not the current one.').waitFor();
    await keys.staysVisible();
  });

  it('one retires it, and brings it back with a new version', async () => {
    const { page, keys } = await open(`/dashboard/presets/${name}`);
    await page.getByRole('button', { name: 'Retire' }).waitFor();
    await keys.tabTo('Retire');
    await keys.press('Enter');
    await page.getByRole('dialog').getByRole('link', { name: scheduleName }).waitFor();
    await keys.isOn('Reason');
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('Retire');
    await keys.press('Enter');
    await keys.isOn('Reason');
    await page.getByRole('dialog').getByRole('link', { name: scheduleName }).waitFor();
    await keys.type('journald does it');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('“journald does it”').waitFor();
    await keys.staysVisible();
    // What was pressed has gone; what is left of the actions comes next.
    await keys.press('Tab');
    await keys.isOn('Edit');
    expect((await installation.client.presets.get(name)).state).toBe('RETIRED');

    await keys.press('Enter');
    await arrivesAt(page, /\/edit$/);
    await page.getByRole('textbox', { name: `Source of ${name}` }).waitFor();
    await keys.tabTo(`Source of ${name}`);
    await keys.press('Control+End');
    await keys.type('echo "three"\n');
    await page.getByText('Not saved.').waitFor();
    await keys.press('Control+s');
    await page.getByText('Draft saved').waitFor();
    await keys.press('Escape');
    await keys.tabTo('Publish…');
    await keys.press('Enter');
    await keys.isOn('What has changed');
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('Publish…');
    await keys.press('Enter');
    await keys.isOn('What has changed');
    // Nothing is published without a word about it.
    await keys.tabTo('Publish');
    await keys.press('Enter');
    await keys.isOn('What has changed');
    await keys.type('Says three.');
    await keys.press('Enter');
    await arrivesAt(page, new RegExp(`/presets/${name}$`));
    await page.getByRole('link', { name: 'Changes of version 3' }).waitFor();
    await keys.staysVisible();
    await keys.tabTo('Retire');
  });

  it('one begins presets from a copy and from a file, and discards a draft', async () => {
    const { page, keys } = await open('/dashboard/presets/hostname');
    // Listened for from the beginning: a browser that has just been told so may still open its own dialog.
    const file = { name: 'taken.sh', mimeType: 'text/x-shellscript', buffer: Buffer.from(sourceOf('file')) };
    page.on('filechooser', (chooser) => void chooser.setFiles(file));
    await page.getByRole('link', { name: 'Copy' }).waitFor();
    await keys.tabTo('Copy');
    await keys.press('Enter');
    await page.getByText('A copy of hostname').waitFor();
    await keys.tabTo('Begin');
    await keys.press('Enter');
    await arrivesAt(page, new RegExp(`/${copyName}/edit$`));
    await page.getByRole('button', { name: 'Discard' }).waitFor();
    await keys.tabTo('Discard');
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await keys.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await keys.isOn('Discard');
    await keys.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await keys.tabTo('Discard');
    await keys.press('Enter');
    await arrivesAt(page, /\/presets$/);
    await page.getByRole('link', { name: 'New preset' }).waitFor();
    await keys.staysVisible();

    await keys.tabTo('New preset');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Begin' }).waitFor();
    await keys.tabTo('Begin');
    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.tabTo(/^A template/);
    await keys.press('ArrowDown');
    await page.getByLabel(/^A preset’s file/).waitFor();
    await keys.tabTo('Name');
    await keys.type('taken');
    await keys.press('Enter');
    await page.getByText('Choose the file.').waitFor();
    await keys.isOn('A preset’s file, such as restart.sh');
    await keys.press('Enter');
    await page.getByText('Choose the file.').waitFor({ state: 'detached' });
    await keys.tabTo('Begin');
    await keys.press('Enter');
    await arrivesAt(page, /\/taken\/edit$/);
    await page.getByText('Draft saved').waitFor();
    await keys.staysVisible();
    expect((await installation.client.presets.draft.get('taken')).source).toContain('echo "file 1"');
  });
});

/** A preset’s file whose lines say all the same word. */
function sourceOf(word: string): string {
  const lines = Array.from({ length: lineCount }, (_, index) => `echo "${word} ${index + 1}"\n`);
  return `#!/usr/bin/env bash
# ---
# title: ${title}
# description: Rotates what programs write.
# category: Tests
# ---
set -euo pipefail
${lines.join('')}`;
}

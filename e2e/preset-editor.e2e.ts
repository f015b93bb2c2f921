import type { Client } from '@hyprbox/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { ConsoleBrowser, type ConsolePage, type SignedIn } from './support/browser.js';
import { accessibilityFaults, followColourScheme, outputOf } from './support/console-page.js';
import { ServerProcess } from './support/server-process.js';

const name = 'count-files';
/** Where drafts may be tried. */
const lab = 'lab-1';
/** A busy machine may stand still for seconds. */
const liveMs = 40_000;

describe('the editor of presets', () => {
  let server: ServerProcess;
  let browser: ConsoleBrowser;
  let client: Client;
  let admin: SignedIn;
  let agent: AgentProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
    browser = await ConsoleBrowser.launch();
    client = await server.signIn();
    admin = await browser.signIn(server);
    agent = await AgentProcess.start({ client, nodeId: lab, url: server.url });
    await client.nodes.update(lab, { tags: ['preset-test'] });
  });

  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const open = (path: string): Promise<ConsolePage> => browser.open(server, { path, as: admin });

  it('leads a newcomer from nothing to two versions, the first one’s mistake seen, mended and tried, and to which of them each job ran', async () => {
    const page = await open('/dashboard/presets');
    await page.getByRole('link', { name: 'New preset' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Begin' }).click();
    const editor = page.getByRole('textbox', { name: `Source of ${name}` });
    await editor.waitFor();
    await page.getByText('No problem, checked by').waitFor();

    await writeAtEnd(page, 'echo $greeting');
    const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button');
    await problem.filter({ hasText: 'SC2086' }).waitFor();
    expect(await problem.first().innerText()).toMatch(/^16:6\s/);
    expect(await page.locator('.cm-lintRange').first().innerText()).toBe('$greeting');
    await page.getByText('Not saved.').waitFor();

    await problem.first().click();
    await page.keyboard.press('End');
    for (let typed = 0; typed < '$greeting'.length; typed += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('"$greeting"');
    await page.getByText('No problem, checked by').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Draft saved').waitFor();

    await page.getByRole('button', { name: 'Test…' }).click();
    await page.getByRole('checkbox', { name: lab }).check();
    await page.getByRole('button', { name: 'Run the test' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Succeeded').waitFor({ timeout: liveMs });
    await dialog.getByText('Hello from').first().waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();

    await publish(page, 'Says hello twice.');
    await page.getByText('Version 1', { exact: true }).first().waitFor();
    const first = await client.presets.get(name);
    expect(first).toMatchObject({ version: 1, origin: 'CONSOLE', state: 'PUBLISHED', hasDraft: false });
    expect(first.template).toContain('echo "$greeting"');
    const firstJob = await run(page);

    await page.goto(`/dashboard/presets/${name}/edit`);
    await editor.waitFor();
    await writeAtEnd(page, 'echo done');
    await page.getByRole('radio', { name: 'Changes' }).click();
    await page.getByText('New: ').first().waitFor({ state: 'attached' });
    expect(await page.locator('[data-kind="added"]').allInnerTexts()).toEqual([expect.stringContaining('echo done')]);
    await publish(page, 'Says that it is done.');
    await page.getByRole('link', { name: 'Changes of version 2' }).click();
    await page.locator('[data-kind="added"]', { hasText: 'echo done' }).waitFor();

    // What ran says which version it was, and what has changed since.
    const secondJob = await run(page);
    await outputOf(page).getByText('done', { exact: true }).first().waitFor();
    expect(await versionOf(page)).toBe('v2');
    await page.goto(firstJob);
    await page.getByRole('link', { name: 'Compare with the current version' }).click();
    await page.locator('[data-kind="added"]', { hasText: 'echo done' }).waitFor();
    await page.goBack();
    expect(await versionOf(page)).toBe('v1');
    await page.goto(`/dashboard/jobs?preset=${name}`);
    const rows = page.getByRole('row').filter({ hasText: name });
    await rows.nth(2).waitFor();
    const links = await rows.getByRole('link', { name: new RegExp(name) }).all();
    expect(await Promise.all(links.map((link) => link.getAttribute('href')))).toEqual([
      secondJob,
      firstJob,
      expect.any(String),
    ]);
    expect(await rows.getByText('Test', { exact: true }).count()).toBe(1);
    await rows.last().getByText('Test', { exact: true }).waitFor();
  });

  it('loses nothing when two write at once, nor when the page is left', async () => {
    const { revision } = await client.presets.draft.save('shared', { source: 'echo one\n', basedOn: 0 });
    const page = await open('/dashboard/presets/shared/edit');
    page.expectFault(/status of 409 .*\/draft\)/);
    await page.getByRole('textbox', { name: 'Source of shared' }).waitFor();
    await writeAtEnd(page, 'echo mine');
    await client.presets.draft.save('shared', { source: 'echo theirs\n', basedOn: 0, revision });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('heading', { name: 'shared has changed meanwhile' }).waitFor();
    await page.getByRole('region', { name: 'What they changed' }).getByText('echo theirs').waitFor();
    await page.getByRole('region', { name: 'What you changed' }).getByText('echo mine').waitFor();
    await page.getByRole('button', { name: 'Decide later' }).click();

    page.once('dialog', (dialog) => void dialog.accept());
    await page.goto('/dashboard/presets');
    await page.goto('/dashboard/presets/shared/edit');
    await page.getByText('This is what you had typed and not saved.').waitFor();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('button', { name: 'Keep mine on top of theirs' }).click();
    await page.getByText('Draft saved').waitFor();
    expect((await client.presets.draft.get('shared')).source).toContain('echo mine');
  });

  it('is left by keyboard, and is clean for a screen reader in both themes', async () => {
    const page = await open('/dashboard/presets/new?from=hostname');
    await followColourScheme(page);
    await page.goto('/dashboard/presets/hostname/edit');
    await page.getByText('It comes with HyprBox').waitFor();
    await page.goto('/dashboard/presets/new?from=hostname');
    await page.getByText('A copy of hostname').waitFor();
    await page.getByRole('button', { name: 'Begin' }).click();
    const editor = page.getByRole('textbox', { name: 'Source of my-hostname' });
    await editor.click();
    await page.keyboard.press('Tab');
    await page.getByText('Not saved.').waitFor();
    expect(await editor.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await editor.evaluate((element) => element === document.activeElement)).toBe(false);
    for (const view of ['Problems', 'Form', 'Script', 'Changes']) {
      await page.getByRole('radio', { name: view }).click();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
  });
});

/** Applies the preset on the host from its page. @returns the path of its job, which it is at then */
async function run(page: ConsolePage): Promise<string> {
  await page.goto(`/dashboard/presets/${name}`);
  await page.getByRole('link', { name: 'Apply' }).click();
  await page.getByRole('checkbox', { name: lab }).check();
  await page.getByRole('button', { name: `Apply on ${lab}` }).click();
  await page.waitForURL('**/dashboard/jobs/*');
  await page.getByText('Succeeded', { exact: true }).first().waitFor({ timeout: liveMs });
  return new URL(page.url()).pathname;
}

/** Which version a job's page says that it ran. */
async function versionOf(page: ConsolePage): Promise<string> {
  const facts = page.getByRole('region', { name: 'About this job' });
  return facts.getByText(/^v\d+$/).innerText();
}

async function writeAtEnd(page: ConsolePage, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(`${text}\n`);
}

async function publish(page: ConsolePage, message: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByText('which never changes afterwards').waitFor();
  await page.getByLabel('What has changed').fill(message);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText(message).first().waitFor();
}

import { readFile } from 'node:fs/promises';
import type { AuditEvent } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';

const nodeId = 'web-1';
/** A busy machine may stand still for seconds; that it came by the stream and not by the slow poll is for the specs. */
const liveMs = 40_000;
/** After this long keys are pressed again; all in all so long. */
const againMs = 5_000;
const keysMs = 60_000;

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.start(nodeId);
});

afterAll(() => installation[Symbol.asyncDispose]());

describe('what happened', () => {
  async function joins(host: string): Promise<void> {
    const { client } = installation;
    await FakeHost.join(client, host);
    onTestFinished(() => client.nodes.decommission(host));
  }

  it('is in the feed at once, is held back while it is paused, and is shown on resuming', async () => {
    const page = await installation.open('/dashboard/logs?kind=activity');
    const feed = page.getByRole('list', { name: /newest first/ });
    await page.getByText('Live', { exact: true }).waitFor();
    await joins('db-7');
    await feed.getByText(/db-7.*joined the fleet/).waitFor({ timeout: liveMs });

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused · 0 held back').waitFor();
    await joins('db-8');
    await page.getByText(/^Paused · [1-9]\d* held back$/).waitFor();
    expect(await feed.getByText(/db-8/).count()).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await feed.getByText(/db-8.*joined the fleet/).waitFor();
    expect(page.url()).toContain('/dashboard/logs?kind=activity');
  });

  it('is in the audit log, with its details at an address of its own', async () => {
    const id = await apply(installation.client, nodeId, 'exit-with', { code: 0, word: 'audited' });
    await becomes(installation.client, id, 'SUCCEEDED');
    const page = await installation.open(`/dashboard/audit?target=${id}&action=job.create`);
    await page.getByRole('link', { name: /^job\.create, event \d+$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(id).first().waitFor();
    const seq = new URL(page.url()).searchParams.get('event') ?? '';
    expect(seq).toMatch(/^\d+$/);

    // Not among those that the filter leaves.
    await page.goto(`/dashboard/audit?action=auth.logout&event=${seq}`);
    await dialog.getByText(id).first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.searchParams.has('event'));
  });

  it('is verified, and exported line by line', async () => {
    const page = await installation.open('/dashboard/audit');
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByRole('heading', { name: 'The chain is whole' }).waitFor();

    // Events may be added at any moment.
    const before = await installation.client.audit.verify();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export all' }).click();
    const file = await (await downloading).path();
    const after = await installation.client.audit.verify();
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(before.checked);
    expect(lines.length).toBeLessThanOrEqual(after.checked);
    const events = lines.map((line) => JSON.parse(line) as AuditEvent);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.find(({ seq }) => seq === before.head.seq)?.hash).toBe(before.head.hash);
  });

  it('says of an event that is not there that it is not', async () => {
    const page = await installation.open('/dashboard/audit');
    page.expectFault(/status of 404 .*\/api\/audit\/999999\)/);
    await page.goto('/dashboard/audit?event=999999');
    await page.getByText('There is no event 999999 in the trail.').waitFor();
  });
});

describe('the keyboard', () => {
  /** The second key counts only soon after the first, and a busy machine may be late with it. */
  async function go(page: ConsolePage, key: string, path: string): Promise<void> {
    await eventually(
      async () => {
        await page.keyboard.press('g');
        await page.keyboard.press(key);
        await page.waitForURL((url) => url.pathname === path, { timeout: againMs });
        return true;
      },
      { timeoutMs: keysMs },
    );
  }

  async function find(page: ConsolePage, words: string, option: RegExp): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or run' }).fill(words);
    await page.getByRole('option', { name: option, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  it('opens a host and a preset from the palette', async () => {
    const page = await installation.open('/dashboard/jobs');
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    await find(page, nodeId, /^web-1/);
    await page.waitForURL(`**/dashboard/nodes/${nodeId}`);
    await find(page, 'gate', /^Gate gate/);
    await page.waitForURL('**/dashboard/deploys/gate');
  });

  it('takes what is typed right after the key that opens the palette', async () => {
    const page = await installation.open('/dashboard/jobs');
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    const field = page.getByRole('combobox', { name: 'Search or run' });
    // Its code may still be on its way for the first time.
    await page.keyboard.press('Control+k');
    await field.waitFor();
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });

    await page.keyboard.press('Control+k');
    await page.keyboard.type('gatx');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('e');
    await page.getByRole('option', { name: /^Gate gate/, selected: true }).waitFor();
    expect(await field.inputValue()).toBe('gate');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/deploys/gate');
  });

  it('goes to each page, finds its search, and shows what else it can do', async () => {
    const page = await installation.open('/dashboard/settings');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    for (const [key, path] of [
      ['o', '/dashboard'],
      ['l', '/dashboard/logs'],
      ['a', '/dashboard/audit'],
      ['s', '/dashboard/settings'],
      ['j', '/dashboard/jobs'],
      ['d', '/dashboard/deploys'],
    ] as const) {
      await go(page, key, path);
    }
    const search = page.getByRole('main').getByRole('searchbox').first();
    await search.waitFor();
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'search');
    // Letters are text in a field.
    await page.keyboard.type('go/?');
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).toBe('go/?');
    expect(new URL(page.url()).pathname).toBe('/dashboard/deploys');

    await go(await blurred(page), 's', '/dashboard/settings');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    await sheet.getByText('Live feed', { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  async function blurred(page: ConsolePage): Promise<ConsolePage> {
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    return page;
  }
});

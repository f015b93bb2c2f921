import { randomUUID } from 'node:crypto';
import type { Client } from '@hyprbox/api-client';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, followColourScheme, visit } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { Keyboard } from './support/keyboard.js';

/** Longer than it is to the next full minute, on a busy machine, too. */
const minuteMs = 90_000;

describe('what starts by itself, and what needs somebody’s word', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.start('web-1');
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  it('is a schedule that is told in words, started by hand, fires, and is paused', async () => {
    const name = `By itself ${randomUUID()}`;
    const page = await installation.open('/dashboard/schedules/new');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Starts: cron fields').fill('* * * * *');
    await page.getByText('Every minute').first().waitFor();
    await page.getByText('Next:').waitFor();
    // It is not to fire while it is started by hand.
    await page.getByLabel('Starts: cron fields').fill('0 4 1 1 *');
    await page.getByRole('radio', { name: 'A script of one’s own' }).click();
    await page.getByLabel('Command or script').fill('echo by itself');
    await page.getByRole('button', { name: 'Create the schedule' }).click();

    await page.getByRole('button', { name: 'Start now' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start' }).click();
    await page.waitForURL('**/dashboard/rollouts/*');
    await page.getByText('1 of 1 succeeded').waitFor();
    await page.getByText('printed this').first().waitFor();

    await eachMinute(installation.client, name);
    await page.goto('/dashboard/schedules');
    await page.getByRole('link', { name }).first().click();
    const fired = page.getByRole('link', { name: /^See the rollout of/ }).last();
    await fired.waitFor({ timeout: minuteMs });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Take up again' }).waitFor();
    await page.getByText('paused').first().waitFor();
    await fired.click();
    await page.getByText('1 of 1 succeeded').waitFor();
  }, 180_000);

  it('is a rollout that another user finds, compares with the one before, and approves; nobody their own', async () => {
    const { client } = installation;
    const start = (word: string) =>
      client.rollouts.create({ preset: 'exit-with', variables: { code: 0, word }, selector: { all: true } });
    const until = (id: string, state: string): Promise<void> =>
      eventually(async () => expect((await client.rollouts.get(id)).state).toBe(state), { timeoutMs: minuteMs });
    await until((await start('before')).id, 'SUCCEEDED');
    await client.settings.update({ approvals: { presets: ['exit-with'] } });
    const { id, state } = await start('after');
    expect(state).toBe('AWAITING_APPROVAL');

    const own = await installation.open('/dashboard/approvals');
    await own.getByText('Yours: somebody else decides').waitFor();
    await own.getByRole('link', { name: 'exit-with' }).click();
    await own.getByText('somebody else has to agree to it').waitFor();
    expect(await own.getByRole('button', { name: 'Approve' }).count()).toBe(0);

    const as = await installation.signInAs('OPERATOR');
    const page = await installation.open('/dashboard/approvals', { as });
    const keys = new Keyboard(page);
    await page.getByRole('link', { name: 'exit-with' }).waitFor();
    await keys.tabTo(/^exit-with/);
    await keys.press('Enter');
    const changes = page.getByRole('region', { name: 'Changes of the script' });
    await changes.getByText('after').first().waitFor();
    expect(await changes.textContent()).toContain('before');
    await page.getByText('web-1').first().waitFor();
    await keys.tabTo('Comment');
    await keys.type('Looks right.');
    await keys.tabTo('Approve');
    await keys.press('Enter');
    await page.getByText('Looks right.').waitFor();
    await keys.staysVisible();
    await until(id, 'SUCCEEDED');
    await page.goto(`/dashboard/rollouts/${id}`);
    await page.getByText('1 of 1 succeeded').waitFor();
    await client.settings.update({ approvals: { presets: [] } });
  });

  it('is on pages that are clean for a screen reader in both themes, with nothing beyond the side at any width', async () => {
    const { client } = installation;
    const rollout = { preset: 'system-facts', variables: {}, selector: { all: true } as const };
    const schedule = await client.schedules.create({
      ...{ name: `Yearly ${randomUUID()}`, cron: '0 4 1 1 *', timezone: 'Europe/Berlin', rollout },
      ...{ overlap: 'SKIP', misfire: 'SKIP', enabled: true },
    });
    await client.settings.update({ approvals: { hostsMoreThan: 0 } });
    const { id, approvalId } = await client.rollouts.create(rollout);
    const page = await installation.open('/healthz');
    await followColourScheme(page);
    for (const [path, sign] of [
      ['/dashboard/schedules', schedule.name],
      ['/dashboard/schedules/new', 'Starts: cron fields'],
      [`/dashboard/schedules/${schedule.id}`, 'At 04:00'],
      [`/dashboard/schedules/${schedule.id}/edit`, 'Starts: cron fields'],
      ['/dashboard/approvals', 'Yours: somebody else decides'],
      [`/dashboard/approvals/${approvalId}`, 'somebody else has to agree to it'],
      [`/dashboard/rollouts/${id}`, 'Nothing runs before somebody else has approved it'],
    ] as const) {
      await visit(page, path, sign);
      for (const width of [390, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        // The page has heard of its new width only some frames later.
        await eventually(async () =>
          expect([path, width, await page.evaluate(beyondTheSide)]).toEqual([path, width, 0]),
        );
        // Between a phone and a wide screen nothing is there that is on neither.
        // The theme that is on comes first, as a change of it draws all of the page anew.
        const themes = width === 390 ? (['light', 'dark'] as const) : (['dark', 'light'] as const);
        if (width !== 768) expect([path, width, await accessibilityFaults(page, themes)]).toEqual([path, width, []]);
      }
    }
    await client.rollouts.abort(id);
    await client.settings.update({ approvals: { hostsMoreThan: null } });
  }, 240_000);
});

/** Runs in the page: how far it goes beyond the window, in CSS pixels. */
function beyondTheSide(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/** As somebody else changes it. */
async function eachMinute(client: Client, name: string): Promise<void> {
  const { items } = await client.schedules.list();
  const found = items.find((each) => each.name === name);
  if (!found) throw new Error(`There is no schedule called ${name}.`);
  const { timezone, rollout, overlap, misfire, enabled, version } = await client.schedules.get(found.id);
  await client.schedules.replace(found.id, {
    ...{ name, timezone, rollout, overlap, misfire, enabled, version },
    cron: '* * * * *',
  });
}

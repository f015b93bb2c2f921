import type { Client } from '@hyprbox/api-client';
import { eventually } from '@hyprbox/testing';
import type { ScheduleSummary } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { arrivesAt } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { Keyboard } from './support/keyboard.js';

const name = 'Nightly exit';
const minutely = 'Each minute';
/** Longer than it is to the next full minute, on a busy machine, too. */
const minuteMs = 90_000;
const schedulePath = /^\/dashboard\/schedules\/[0-9a-f-]{36}$/;

/** From a new schedule to the end of it: each test goes on with what the one before it made. */
describe('with the keyboard alone, in the schedules', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.start('web-1');
    const { client } = installation;
    await client.nodes.update('web-1', { tags: ['web'] });
    // It fires while the others are walked through.
    await client.schedules.create({
      ...{
        name: minutely,
        cron: '* * * * *',
        timezone: 'Europe/Berlin',
        overlap: 'SKIP',
        misfire: 'SKIP',
        enabled: true,
      },
      rollout: { preset: 'exit-with', variables: { code: 0 }, selector: { all: true } },
    });
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await installation.open(path);
    return { page, keys: new Keyboard(page) };
  }

  async function schedule(): Promise<ScheduleSummary | undefined> {
    const { items } = await installation.client.schedules.list();
    return items.find((each) => each.name === name);
  }

  it('one writes a schedule, and is led to what it lacks', async () => {
    const { page, keys } = await open('/dashboard/schedules');
    await page.getByRole('link', { name: 'New schedule' }).waitFor();
    await keys.tabTo('New schedule');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Create the schedule' }).waitFor();
    await keys.tabTo('Create the schedule');
    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.type('Nightly');
    await keys.tabTo(/^Starts: cron fields/);
    await keys.press('Control+a');
    await keys.type('30 4 *');
    await keys.press('Tab');
    await keys.press('Enter');
    await keys.isOn('Starts: cron fields');
    await keys.press('Control+a');
    await keys.type('30 4 * * *');
    await page.getByText('At 04:30').first().waitFor();
    await keys.tabTo('Time zone');
    await keys.press('Control+a');
    await keys.type('Europe/Berl');
    await page.getByRole('option', { name: 'Europe/Berlin' }).waitFor();
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await page.getByRole('option', { name: 'Europe/Berlin' }).waitFor({ state: 'detached' });
    await keys.isOn('Time zone');
    await keys.press('Enter');
    await keys.isOn('Preset');
    await keys.type('exit');
    await page.getByLabel('Exit code').waitFor();
    await keys.tabTo(/^Word/);
    await keys.press('Enter');
    await keys.isOn('Exit code');
    await keys.type('0');
    await keys.tabTo('All hosts');
    await keys.press('ArrowRight');
    await page.getByText('Tags of the fleet: web').waitFor();
    await keys.tabTo('Create the schedule');
    await keys.press('Enter');
    await keys.isOn('Any of these tags');
    await keys.type('web');
    await page.getByText('Matches 1 host').waitFor();
    await keys.tabTo('Create the schedule');
    await keys.press('Enter');
    await arrivesAt(page, schedulePath);

    await page.getByRole('link', { name: 'Edit' }).waitFor();
    await keys.tabTo('Edit');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
    await keys.tabTo('Name');
    await keys.press('Control+a');
    await keys.type(name);
    await keys.press('Enter');
    await arrivesAt(page, schedulePath);
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await keys.staysVisible();
  });

  it('one pauses it and takes it up again, in the list and on its page', async () => {
    const { page, keys } = await open('/dashboard/schedules');
    await page.getByRole('switch', { name: `${name} is on` }).waitFor();
    for (const checked of [false, true]) {
      if (!checked) await keys.tabTo(`${name} is on`);
      await keys.press('Space');
      // Once it is stored, it can be switched again.
      const stored = page.locator(':not([aria-disabled="true"])');
      await page
        .getByRole('switch', { name: `${name} is on`, checked })
        .and(stored)
        .waitFor();
      await eventually(async () => (await schedule())?.enabled === checked);
      await keys.isOn(`${name} is on`);
    }

    await keys.tabTo(name);
    await keys.press('Enter');
    await arrivesAt(page, schedulePath);
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await keys.tabTo('Pause');
    await keys.press('Enter');
    await keys.isOn('Take up again');
    await page.getByRole('button', { name: 'Take up again', disabled: false }).waitFor();
    await keys.press('Enter');
    await keys.isOn('Pause');
  });

  it('one goes through the weeks of the calendar, to a schedule, and to what it started', async () => {
    await firesOnce(installation.client);
    const { page, keys } = await open('/dashboard/schedules');
    const calendar = page.locator('hb-schedule-calendar');
    const weekOf = calendar.getByRole('heading', { level: 2 });
    await calendar.getByRole('link', { name }).first().waitFor();
    const thisWeek = await weekOf.innerText();
    await keys.tabTo('A week later');
    await keys.press('Enter');
    await eventually(async () => (await weekOf.innerText()) !== thisWeek);
    await keys.isOn('A week later');
    await keys.press('Shift+Tab');
    await keys.isOn('A week earlier');
    await keys.press('Shift+Tab');
    await keys.isOn('This week');
    await keys.press('Enter');
    await eventually(async () => (await weekOf.innerText()) === thisWeek);
    // What was pressed is gone: the next press goes on from where it was.
    await keys.staysVisible();
    await keys.press('Tab');
    await keys.isOn('A week earlier');

    await calendar.getByRole('link', { name: minutely }).first().waitFor();
    await keys.tabTo(minutely);
    await keys.press('Enter');
    await arrivesAt(page, schedulePath);
    await page
      .getByRole('link', { name: /^See the rollout of/ })
      .first()
      .waitFor();
    await keys.tabTo(/^See the rollout of/);
    await keys.press('Enter');
    await page.getByText('1 of 1 succeeded').waitFor();
    await keys.staysVisible();
  }, 180_000);

  it('one thinks again of starting it now, and deletes it', async () => {
    const { page, keys } = await open(`/dashboard/schedules/${(await schedule())?.id ?? ''}`);
    await page.getByRole('button', { name: 'Start now' }).waitFor();
    for (const button of ['Start now', 'Delete']) {
      await keys.tabTo(button);
      await keys.press('Enter');
      await keys.isInDialog();
      await keys.press('Escape');
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
      await keys.isOn(button);
    }
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Delete');
    await keys.press('Enter');
    await arrivesAt(page, /^\/dashboard\/schedules$/);
    await page.getByRole('link', { name: minutely }).first().waitFor();
    await page.getByRole('link', { name }).waitFor({ state: 'detached' });
    await keys.staysVisible();
  });
});

/** Waits until the one of each minute has fired, and pauses it, as it would fill the calendar alone. */
async function firesOnce(client: Client): Promise<void> {
  const id = (await client.schedules.list()).items.find((each) => each.name === minutely)?.id ?? '';
  const { timezone, cron, rollout, overlap, misfire, version } = await eventually(
    async () => {
      const found = await client.schedules.get(id);
      return found.lastFire === null ? undefined : found;
    },
    { timeoutMs: minuteMs },
  );
  const fields = { name: minutely, timezone, cron, rollout, overlap, misfire, version };
  await client.schedules.replace(id, { ...fields, enabled: false });
}

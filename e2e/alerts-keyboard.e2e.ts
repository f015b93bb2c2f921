import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Alert } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { arrivesAt } from './support/console-page.js';
import { FakeHost } from './support/fake-host.js';
import { Installation } from './support/installation.js';
import { Keyboard } from './support/keyboard.js';

const nodeId = 'web-1';
const hosts = ['busy-1', 'busy-2', 'busy-3'];
/** How often the busy hosts say that they are busy, in milliseconds. */
const beatMs = 2_000;
/** A busy machine may stand still for seconds. */
const liveMs = 40_000;
const ruleName = 'CPU very busy';

/** From a new rule to the end of it: each test goes on with what the one before it made. */
describe('with the keyboard alone, in the alerts', () => {
  let installation: Installation;
  let service: Server;
  let beating: ReturnType<typeof setInterval>;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
    service = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.end('taken'));
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const { port } = service.address() as AddressInfo;
    await installation.client.alerts.channels.create({
      name: 'On call',
      type: 'GOTIFY',
      config: { url: `http://127.0.0.1:${port}` },
      secrets: { token: 'secret' },
      sendResolved: true,
      enabled: true,
    });
    // What the machine itself is like is nothing to the test.
    const { rules } = installation.client.alerts;
    for (const { id } of (await rules.list({ limit: 200 })).items) await rules.delete(id);
    const busy = await Promise.all(hosts.map((id) => FakeHost.join(installation.client, id)));
    const beat = (): void => {
      for (const host of busy) void host.beat({ cpuPct: 97 }).catch(() => undefined);
    };
    beat();
    beating = setInterval(beat, beatMs);
  });

  afterAll(async () => {
    clearInterval(beating);
    service.close();
    await installation[Symbol.asyncDispose]();
  });

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await installation.open(path);
    return { page, keys: new Keyboard(page) };
  }

  async function firing(host: string): Promise<Alert | undefined> {
    const { items } = await installation.client.alerts.list({ state: ['FIRING', 'RECOVERING'], nodeId: host });
    return items.find((alert) => alert.ruleName === ruleName);
  }

  it('one writes a rule while its past is drawn, and switches it off and on', async () => {
    const { page, keys } = await open('/dashboard/alerts/rules');
    await page.getByRole('link', { name: 'New rule' }).waitFor();
    await keys.tabTo('New rule');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Create the rule' }).waitFor();
    await keys.tabTo(/^Name/);
    await keys.type(ruleName);
    await keys.tabTo(/^Taken as/);
    await keys.type('Latest');
    await page.getByRole('combobox', { name: 'Taken as' }).getByText('Latest').waitFor();
    await keys.tabTo('All hosts');
    await keys.press('ArrowRight');
    await keys.press('ArrowRight');
    await keys.tabTo(/^Hosts, with commas between/);
    await keys.type(hosts.join(', '));
    for (const field of [/^Must last/, /^Is over after/]) {
      await keys.tabTo(field);
      await keys.press('Control+a');
      await keys.type('0 s');
    }
    await page.getByText(/Would fire now on 3 hosts/).waitFor();
    await keys.press('Enter');
    await page.getByText(`${ruleName} is saved.`).waitFor();

    await page.goto('/dashboard/alerts/rules');
    await page.getByRole('switch', { name: `${ruleName} is on` }).waitFor();
    for (const checked of [false, true]) {
      if (!checked) await keys.tabTo(`${ruleName} is on`);
      await keys.press('Space');
      // Once it is stored, it can be switched again.
      const stored = page.locator(':not([aria-disabled="true"])');
      await page
        .getByRole('switch', { name: `${ruleName} is on`, checked })
        .and(stored)
        .waitFor();
      await eventually(async () => {
        const { items } = await installation.client.alerts.rules.list({ limit: 200 });
        return items.find(({ name }) => name === ruleName)?.enabled === checked;
      });
      await keys.isOn(`${ruleName} is on`);
    }
  });

  it('one goes from the bell to an alert, takes it on, gives it back, and writes a note', async () => {
    const { page, keys } = await open('/dashboard');
    await page.getByRole('button', { name: /^Alerts: 3 firing/ }).waitFor({ timeout: liveMs });
    await keys.tabTo(/^Alerts: 3 firing/);
    await keys.press('Enter');
    await page
      .getByRole('menuitem', { name: /CPU very busy/ })
      .first()
      .waitFor();
    await keys.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await keys.isOn('Alerts: 3 firing, 0 of them critical');
    await keys.press('Enter');
    await page
      .getByRole('menuitem', { name: /CPU very busy/ })
      .first()
      .waitFor();
    await keys.press('ArrowDown');
    await keys.press('ArrowUp');
    await keys.press('Enter');
    await arrivesAt(page, /^\/dashboard\/alerts\/[0-9a-f-]{36}$/);

    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await keys.tabTo('Acknowledge');
    await keys.press('Enter');
    await page.getByRole('menuitem', { name: 'For 1 hour' }).waitFor();
    await keys.press('Escape');
    await keys.isOn('Acknowledge');
    await keys.press('Enter');
    await page.getByRole('menuitem', { name: 'For 1 hour' }).waitFor();
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Give back' }).waitFor();
    await keys.staysVisible();
    await keys.press('Tab');
    await keys.isOn('Give back');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await keys.staysVisible();
    await keys.press('Tab');
    await keys.isOn('Acknowledge');

    await keys.looksInto('Silence the host…');

    await keys.tabTo('Write a note');
    await keys.press('Enter');
    await keys.isOn('Note');
    await keys.type('Looking at it');
    await keys.tabTo('Save the note');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Change the note' }).waitFor();
    await keys.isOn('Change the note');
    await keys.press('Enter');
    await keys.isOn('Note');
    await keys.press('Escape');
    await keys.isOn('Change the note');

    await page.getByRole('button', { name: 'Send again by On call' }).waitFor({ timeout: liveMs });
    await keys.tabTo('Send again by On call');
    await keys.press('Enter');
    await page.getByText('It is sent again by On call.').waitFor();
    await keys.isOn('Send again by On call');
  });

  it('one takes alerts on by one key, silences others by one, and finds both again', async () => {
    const { page, keys } = await open('/dashboard/alerts');
    await page.getByRole('checkbox', { name: `Select ${ruleName} on busy-1` }).waitFor();
    const rows = page.getByRole('row').filter({ hasText: ruleName });
    // Whichever is first: after the one that is taken on, the next one has the focus, so that the key can be pressed again.
    await keys.tabTo(ruleName);
    const first = (await page.evaluate(() => document.activeElement?.closest('tr')?.textContent)) ?? '';
    await page.keyboard.press('a');
    await page.getByText('1 alert acknowledged for 1 d.').waitFor();
    await eventually(async () => (await rows.count()) === 2);
    await keys.isOn(ruleName);
    const taken = hosts.find((host) => first.includes(host)) ?? '';
    expect((await firing(taken))?.ackedUntil).not.toBeNull();

    await keys.tabTo('Select all that are shown');
    await keys.press('Space');
    await page.getByText('2 selected').waitFor();
    await page.keyboard.press('s');
    await keys.isInDialog();
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('Select all that are shown');
    await page.keyboard.press('s');
    await keys.isInDialog();
    await keys.tabTo('For 1 hour');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Nothing fires').waitFor();
    await keys.staysVisible();

    await keys.tabTo(/^Firing/);
    for (const [view, count] of [
      ['acknowledged', 1],
      ['quiet', 2],
    ] as const) {
      await keys.press('ArrowRight');
      await keys.press('Enter');
      await arrivesAt(page, new RegExp(`show=${view}`));
      await eventually(async () => (await rows.count()) === count);
    }
    await keys.tabTo(/^Severity/);
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await arrivesAt(page, /severity=critical/);
    await page.getByText('No alert matches').waitFor();
    await keys.tabTo('Clear filters');
    await keys.press('Enter');
    await eventually(async () => (await rows.count()) === 2);
    await keys.staysVisible();
  });

  it('one ends the window in which they are quiet', async () => {
    const { page, keys } = await open('/dashboard/alerts/windows');
    await page.getByRole('button', { name: /^End Silence of/ }).waitFor();
    await keys.tabTo(/^End Silence of/);
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('End the window');
    await keys.press('Enter');
    await page.getByText('No host is kept quiet').waitFor();
    await keys.staysVisible();
  });

  it('one keeps a host quiet from its page, and goes to its alert', async () => {
    const { page, keys } = await open('/dashboard/nodes/busy-1');
    await page.getByRole('button', { name: 'Quiet for 2 h' }).waitFor();
    await keys.tabTo('Quiet for 2 h');
    await keys.press('Enter');
    await page.getByText('busy-1 is kept quiet for 2 h.').waitFor();
    await keys.isOn('Quiet for 2 h');
    await keys.tabTo(ruleName);
    await keys.press('Enter');
    await arrivesAt(page, /^\/dashboard\/alerts\/[0-9a-f-]{36}$/);
    await keys.staysVisible();
  });

  it('one deletes the rule', async () => {
    const alert = await firing('busy-1');
    const { page, keys } = await open(`/dashboard/alerts/rules/${alert?.ruleId ?? ''}`);
    await page.getByRole('button', { name: 'Delete the rule' }).waitFor();
    await keys.tabTo('Delete the rule');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo(/^Delete/);
    await keys.press('Enter');
    await arrivesAt(page, /\/rules$/);
    await keys.staysVisible();
  });
});

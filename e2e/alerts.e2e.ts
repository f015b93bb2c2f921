import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Alert, AlertRuleFields } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { followColourScheme, screenFaults, visit } from './support/console-page.js';
import { FakeHost } from './support/fake-host.js';
import { Installation } from './support/installation.js';

const nodeId = 'web-1';
/** How often the busy host says that it is busy, in milliseconds. */
const beatMs = 2_000;
const hostileName = `<img src=x onerror="document.title='taken over'">`;

/** Fires at once for the busy host alone, whose CPU the test decides. */
const rule: AlertRuleFields = {
  name: 'CPU very busy',
  kind: 'METRIC',
  selector: { nodeIds: ['busy-1', 'busy-2'] },
  condition: { metric: 'cpuPct', op: '>', fire: 90, clear: 80, aggregate: 'LAST', windowSeconds: 0 },
  forSeconds: 0,
  keepSeconds: 0,
  severity: 'WARNING',
  noData: 'HOLD',
  enabled: true,
  runbook: 'https://wiki.example.com/cpu',
};

describe('the pages of the alerts', () => {
  let installation: Installation;
  let service: Server;
  let beating: ReturnType<typeof setInterval>;
  let busy: FakeHost[];
  let cpuPct = 97;
  /** What the channel's service answers. */
  let answer = { status: 200, text: 'ok' };

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
    service = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(answer.status).end(answer.text));
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    busy = await Promise.all(['busy-1', 'busy-2'].map((id) => FakeHost.join(installation.client, id)));
    const beat = (): void => {
      for (const host of busy) void host.beat({ cpuPct }).catch(() => undefined);
    };
    beating = setInterval(beat, beatMs);
  });

  afterAll(async () => {
    clearInterval(beating);
    service.close();
    await installation[Symbol.asyncDispose]();
  });

  it('lead from nothing to a rule, to an alert on the bell, to somebody who has it', async () => {
    const { client } = installation;
    const page = await installation.open('/dashboard/alerts');
    await page.getByText('Add a channel so that somebody is told').waitFor();
    await addChannel(page);

    await page.goto('/dashboard/alerts/rules/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(rule.name);
    await page.getByRole('combobox', { name: 'Taken as' }).click();
    await page.getByRole('option', { name: 'Latest' }).click();
    await page.getByRole('radio', { name: 'By name' }).click();
    await page.getByLabel('Hosts, with commas between').fill('busy-1, busy-2');
    await page.getByText('Matches 2 hosts').waitFor();
    await page.getByRole('textbox', { name: 'Must last' }).fill('0 s');
    await page.getByRole('textbox', { name: 'Is over after' }).fill('0 s');
    await page.getByText(/Would fire now on 2 hosts/).waitFor();
    await page.getByRole('button', { name: 'Create the rule' }).click();
    await page.getByText(`${rule.name} is saved.`).waitFor();

    await page.goto('/dashboard/alerts');
    await rowOf(page, 'busy-1').waitFor();
    await page.getByRole('button', { name: /^Alerts: 2 firing, 0 of them critical/ }).click();
    await page.getByRole('menuitem', { name: /CPU very busy busy-1/ }).waitFor();
    await page.keyboard.press('Escape');

    // By keyboard alone: go to a row, and take it on.
    await rowOf(page, 'busy-1').getByRole('link', { name: rule.name }).focus();
    await page.keyboard.press('a');
    await page.getByText('1 alert acknowledged for 1 d.').waitFor();
    await rowOf(page, 'busy-1').waitFor({ state: 'detached' });
    await page.getByRole('option', { name: /^Acknowledged/ }).click();
    await rowOf(page, 'busy-1').getByText(/admin/).waitFor();
    expect((await open(client, 'busy-1'))?.ackedUntil).not.toBeNull();

    await rowOf(page, 'busy-1').getByRole('link', { name: rule.name }).click();
    await page.getByText('Acknowledged', { exact: true }).first().waitFor();
    await page.getByRole('img', { name: /^CPU, .*Fires above: 90%/ }).waitFor();
    await page.getByText('On call', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill(hostileName);
    await page.getByRole('button', { name: 'Save the note' }).click();
    await page.getByRole('button', { name: 'Change the note' }).waitFor();
    await page.getByText(hostileName).first().waitFor();
    expect([await page.locator('main img').count(), await page.title()]).toEqual([
      0,
      expect.not.stringContaining('taken'),
    ]);
  });

  it('keep hosts quiet for a time, by one key for many', async () => {
    const page = await installation.open('/dashboard/alerts?show=acknowledged');
    await rowOf(page, 'busy-1').waitFor();
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Silence busy-1' }).waitFor();
    await page.getByRole('radio', { name: 'For 4 hours' }).check();
    await page.getByRole('button', { name: 'Silence', exact: true }).click();
    await page.getByText('Silence of busy-1.').waitFor();
    await page.getByRole('option', { name: /^Quiet/ }).click();
    await rowOf(page, 'busy-1').getByText('Silenced by a window').waitFor();

    await page.goto('/dashboard/alerts/windows');
    await page.getByText(/ends in 3 h/).waitFor();
    await page.getByRole('button', { name: 'End Silence of busy-1' }).click();
    await page.getByRole('button', { name: 'End the window' }).click();
    await page.getByText('No host is kept quiet').waitFor();

    await page.goto('/dashboard/nodes/busy-2');
    await page.getByRole('button', { name: 'Quiet for 2 h' }).click();
    await page.getByText('busy-2 is kept quiet for 2 h.').waitFor();
    await page.getByRole('button', { name: 'End it' }).click();
  });

  it('show a message’s real answer, and lose nothing that others have changed meanwhile', async () => {
    const { client } = installation;
    answer = { status: 403, text: 'topic is reserved' };
    const page = await installation.open('/dashboard/alerts/channels');
    await page.getByRole('button', { name: 'Send a test by On call' }).click();
    await page.getByText(/^Not sent in .*403.*topic is reserved/).waitFor();
    answer = { status: 200, text: 'ok' };

    const { items } = await client.alerts.rules.list({ limit: 200 });
    const stored = items.find(({ name }) => name === rule.name);
    if (stored === undefined) throw new Error('The rule is not there.');
    page.expectFault(/status of 409/);
    await page.goto(`/dashboard/alerts/rules/${stored.id}`);
    await page.getByRole('textbox', { name: 'Fires at' }).fill('91');
    const { id, version } = stored;
    await client.alerts.rules.replace(id, { ...rule, severity: 'CRITICAL', version });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Severity: Warning is now Critical').waitFor();
    expect(await page.getByRole('textbox', { name: 'Fires at' }).inputValue()).toBe('91');
    await page.getByRole('button', { name: 'Save mine instead' }).click();
    await page.getByText(`${rule.name} is saved.`).waitFor();
    expect(await client.alerts.rules.get(id)).toMatchObject({ severity: 'WARNING', condition: { fire: 91 } });
  });

  it('say to each role what it may do', async () => {
    const as = await installation.signInAs('VIEWER');
    const page = await installation.open('/dashboard/alerts', { as });
    await rowOf(page, 'busy-1').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.goto('/dashboard/alerts/channels');
    await page.getByText('Only admins see the channels').waitFor();
    await page.goto('/dashboard/alerts/windows/new');
    await page.getByText('Only operators keep hosts quiet').waitFor();
  });

  it('are accessible by axe’s rules in both themes, and fit every screen', async () => {
    const { client } = installation;
    const { id: windowId } = await client.alerts.windows.create({
      name: 'Patch day',
      kind: 'MAINTENANCE',
      selector: { tagsAny: ['none-has-it'] },
      from: new Date().toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const { id: beatId } = await client.beats.create({
      name: 'Nightly dump',
      periodSeconds: 86_400,
      graceSeconds: 60,
    });
    onTestFinished(async () => {
      await client.alerts.windows.delete(windowId);
      await client.beats.delete(beatId);
    });
    const page = await installation.open('/healthz');
    await followColourScheme(page);
    const faults: [path: string, fault: string][] = [];
    for (const [path, sign] of await pages()) {
      await visit(page, path, sign);
      await page.getByRole('button', { name: /^Alerts: / }).waitFor();
      for (const fault of await screenFaults(page)) faults.push([path, fault]);
    }
    expect(faults).toEqual([]);
    // Each page on several screens in two themes: minutes where other work is under way.
  }, 600_000);

  it('tell at once that it is over', async () => {
    const page = await installation.open('/dashboard/alerts');
    await rowOf(page, 'busy-1').waitFor();
    cpuPct = 10;
    await rowOf(page, 'busy-1').waitFor({ state: 'detached' });
    await page.getByRole('option', { name: 'History' }).click();
    await rowOf(page, 'busy-1').first().waitFor();
  });

  async function addChannel(page: ConsolePage): Promise<void> {
    const { port } = service.address() as AddressInfo;
    await page.getByRole('link', { name: 'Add a channel' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('On call');
    await page.getByRole('textbox', { name: 'Server' }).fill(`http://127.0.0.1:${port}`);
    await page.getByRole('textbox', { name: 'Topic' }).fill('ops');
    await page.getByLabel('Access token').fill('tk_secret');
    await page.getByRole('button', { name: 'Add the channel' }).click();
    await page.getByText(/On call is there/).waitFor();
  }

  /** Each kind of page, and what shows that it is there. */
  async function pages(): Promise<[path: string, sign: string][]> {
    const { client } = installation;
    const alert = await open(client, 'busy-1');
    const [channel] = (await client.alerts.channels.list()).items;
    if (alert === undefined || channel === undefined) throw new Error('There is no alert, or no channel.');
    return [
      ['/dashboard/alerts', 'busy-1'],
      ['/dashboard/alerts?show=history', 'History'],
      [`/dashboard/alerts/${alert.id}`, 'Timeline'],
      ['/dashboard/alerts/rules', 'Host silent'],
      [`/dashboard/alerts/rules/${alert.ruleId}`, 'in the last 7 days'],
      ['/dashboard/alerts/channels', 'On call'],
      ['/dashboard/alerts/channels/new', 'Add the channel'],
      [`/dashboard/alerts/channels/${channel.id}`, 'Access token'],
      ['/dashboard/alerts/routes', 'Every alert goes to every channel'],
      ['/dashboard/alerts/windows', 'Patch day'],
      ['/dashboard/alerts/windows/new', 'Make the window'],
      ['/dashboard/alerts/beats', 'Nightly dump'],
      ['/dashboard/nodes/busy-1', 'Quiet for 2 h'],
    ];
  }
});

/** The open alert of the test's rule on a host. */
async function open(client: Installation['client'], host: string): Promise<Alert | undefined> {
  const { items } = await client.alerts.list({ state: ['FIRING', 'RECOVERING'], nodeId: host });
  return items.find(({ ruleName }) => ruleName === rule.name);
}

function rowOf(page: ConsolePage, host: string) {
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: host, exact: true }) });
  return row.filter({ has: page.getByRole('link', { name: rule.name }) });
}

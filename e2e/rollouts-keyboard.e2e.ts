import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import type { ConsolePage } from './support/browser.js';
import { arrivesAt, outputOf } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { Keyboard } from './support/keyboard.js';

const hosts = ['web-1', 'web-2', 'lab-1'] as const;
/** What is on those that are called by it. */
const tag = 'web';
const rolloutPath = /^\/dashboard\/rollouts\/[0-9a-f-]{36}$/;

describe('with the keyboard alone, in the rollouts', () => {
  let installation: Installation;
  let others: AgentProcess[] = [];

  beforeAll(async () => {
    installation = await Installation.start(hosts[0]);
    const { client } = installation;
    const start = (nodeId: string) => AgentProcess.start({ client, nodeId, url: client.baseUrl });
    others = await Promise.all(hosts.slice(1).map(start));
    for (const host of hosts) if (host.startsWith(tag)) await client.nodes.update(host, { tags: [tag] });
  });

  afterAll(async () => {
    await Promise.all(others.map((agent) => agent[Symbol.asyncDispose]()));
    await installation[Symbol.asyncDispose]();
  });

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await installation.open(path);
    return { page, keys: new Keyboard(page) };
  }

  it('one finds a preset, picks its hosts, says in which waves it goes, pauses it, and sees it through', async () => {
    const { scratch } = installation;
    const gate = `${scratch}/gate`;
    const { page, keys } = await open('/dashboard/rollouts');
    await page.getByRole('link', { name: 'Choose a preset' }).first().waitFor();
    await keys.tabTo('Choose a preset');
    await keys.press('Enter');
    await arrivesAt(page, /^\/dashboard\/deploys$/);
    await page.getByRole('link', { name: 'Gate', exact: true }).waitFor();
    await keys.tabTo('Search presets');
    await keys.type('gate');
    await keys.tabTo('Gate');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Apply' }).waitFor();

    await keys.tabTo('Apply');
    await keys.press('Enter');
    await keys.isOn('Where each run adds a line');
    await keys.type(`${scratch}/runs`);
    await keys.tabTo(/^File to wait for/);
    await keys.type(gate);
    await keys.press('Enter');
    await page.getByText('Choose at least one host.').waitFor();
    await keys.isOn('Search hosts');

    await page.getByRole('button', { name: 'Choose the 3 shown' }).waitFor();
    await keys.tabTo('Choose the 3 shown');
    await keys.press('Enter');
    // What was pressed is gone: the next press goes on from where it was.
    await page.getByRole('button', { name: 'Choose the 3 shown' }).waitFor({ state: 'detached' });
    await keys.staysVisible();
    await keys.press('Tab');
    await keys.isOn('Clear');
    await keys.tabTo('Take lab-1 off');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Plan on 2 hosts' }).waitFor();
    await keys.isOn('Chosen hosts');
    await keys.press('Tab');
    await keys.isOn('Take web-1 off');

    await keys.tabTo('One host, a tenth, the rest');
    await keys.press('ArrowRight');
    await keys.isOn('One host, then the rest');
    await page.getByRole('button', { name: 'Take wave 3 out' }).waitFor({ state: 'detached' });
    await keys.tabTo('Add a wave');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Take wave 3 out' }).waitFor();
    await keys.press('Shift+Tab');
    await keys.isOn('Take wave 3 out');
    await keys.press('Enter');
    await keys.isOn('Hosts in wave 2');
    await keys.tabTo('Budget');
    await keys.press('Control+a');
    await keys.type('half');
    await keys.press('Enter');
    await page.getByText('This is a number of hosts such as 5').waitFor();
    await keys.tabTo('Plan on 2 hosts');
    await keys.press('Enter');
    await keys.isOn('Budget');
    await keys.press('Control+a');
    await keys.type('50%');
    await keys.tabTo(/^When a host is away/);
    await keys.press('Enter');
    await page.getByRole('option', { name: 'Leave it out' }).waitFor();
    await keys.press('Escape');
    await page.getByRole('option', { name: 'Leave it out' }).waitFor({ state: 'detached' });
    await keys.isOn('When a host is away');

    await keys.tabTo('Plan on 2 hosts');
    await keys.press('Enter');
    await keys.isOn('What will be done');
    await keys.tabTo('Back to the form');
    await keys.press('Enter');
    await keys.isOn('Plan on 2 hosts');
    await keys.press('Enter');
    await keys.isOn('What will be done');
    await keys.tabTo('Start on 2 hosts');
    await keys.press('Enter');
    await arrivesAt(page, rolloutPath);

    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await keys.looksInto('Pause');
    // The stream is faster than the answer: when the dialog closes, what opened it is gone.
    await page.route(/\/pause$/, async (route) => {
      const response = await route.fetch();
      await page.locator('button', { hasText: 'Go on' }).waitFor({ state: 'attached' });
      await route.fulfill({ response });
    });
    await keys.press('Enter');
    await keys.isOn('Reason (optional)');
    await keys.type('Lunch');
    await keys.tabTo('Pause');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('State of the rollout');
    await keys.press('Tab');
    await keys.isOn('Go on');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Go on');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('State of the rollout');
    await keys.looksInto('Abort');

    await keys.tabTo('Hosts of wave 1');
    await keys.press('Enter');
    await keys.isOn('Output of web-1');
    await keys.tabTo('Close the output');
    await keys.press('Enter');
    await keys.isOn('Hosts');
    await writeFile(gate, '');
    await page.getByText('2 of 2 succeeded').waitFor();
    await keys.isOn('Hosts');
    await keys.looksInto('View script');
    await keys.tabTo('Download');
    await keys.press('Enter');
    await page.getByRole('menuitem', { name: 'A JSON line for each host' }).waitFor();
    await keys.staysVisible();
    await keys.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await keys.isOn('Download');
  });

  it('one names hosts by their tags, aborts what has halted, runs it again, and raises its budget', async () => {
    const { page, keys } = await open('/dashboard/deploys/exit-with');
    await page.getByRole('button', { name: 'Apply' }).waitFor();
    await keys.tabTo('Exit code');
    await keys.type('3');
    await keys.tabTo('From a list');
    await keys.press('ArrowRight');
    await page.getByText('Matches 3 hosts').waitFor();
    await keys.tabTo('All hosts');
    await keys.press('ArrowRight');
    await page.getByText(`Tags of the fleet: ${tag}`).waitFor();
    await keys.tabTo('Plan the rollout');
    await keys.press('Enter');
    await keys.isOn('Any of these tags');
    await keys.type(tag);
    await page.getByText('Matches 2 hosts').waitFor();

    await keys.tabTo('Save this selector');
    await keys.press('Enter');
    await keys.isOn('Its name');
    await keys.press('Escape');
    await keys.isOn('Save this selector');
    await keys.press('Enter');
    await keys.isOn('Its name');
    await keys.type('Web servers');
    await keys.press('Enter');
    await page.getByText('Saved as Web servers.').waitFor();
    await keys.isOn('Save this selector');
    await keys.tabTo('Saved selectors');
    await keys.press('Enter');
    await page.getByRole('menuitem', { name: /^Web servers/ }).waitFor();
    await keys.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await keys.isOn('Saved selectors');

    await keys.tabTo('Plan the rollout');
    await keys.press('Enter');
    await keys.isOn('What will be done');
    await keys.tabTo('Start on 2 hosts');
    await keys.press('Enter');
    await arrivesAt(page, rolloutPath);
    const before = new URL(page.url()).pathname;

    await page.getByRole('button', { name: 'Raise the budget' }).waitFor();
    await keys.looksInto('Abort');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Abort');
    await keys.press('Enter');
    await page.getByText('Aborted', { exact: true }).first().waitFor();
    await keys.isOn('State of the rollout');
    await page.getByRole('button', { name: 'Run again…' }).waitFor();
    await keys.press('Tab');
    await keys.isOn('Run again…');
    await keys.looksInto('Run again…');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo(/^(?:Cancelled|Left out): 1 host$/);
    await keys.press('Space');
    await keys.tabTo('Run again');
    await keys.press('Enter');
    await page.waitForURL(({ pathname }) => rolloutPath.test(pathname) && pathname !== before);

    await page.getByRole('button', { name: 'Raise the budget' }).waitFor();
    await keys.tabTo('Raise the budget');
    await keys.press('Enter');
    await keys.isOn('Budget');
    await keys.press('Control+a');
    await keys.type('100%');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('State of the rollout');
    await page.getByText('0 of 2 succeeded, 2 failed').waitFor();
  });

  it('one writes a script, is led to what it lacks, runs it, reads what it prints, and takes it up again', async () => {
    const { page, keys } = await open('/dashboard/rollouts');
    await page.getByRole('link', { name: 'Run a script' }).waitFor();
    await keys.tabTo('Run a script');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Plan it' }).waitFor();
    await keys.tabTo('Plan it');
    await keys.press('Enter');
    await keys.isOn('Command or script');
    await keys.type('echo by keys alone');
    await keys.tabTo('Plan it');
    await keys.press('Enter');
    await page.getByText('Choose at least one host.').waitFor();
    await keys.isOn('Search hosts');
    await keys.type('lab');
    await page.getByRole('checkbox', { name: /^web-1/ }).waitFor({ state: 'detached' });
    await keys.tabTo(/^lab-1/);
    await keys.press('Space');
    await page.getByRole('button', { name: 'Take lab-1 off' }).waitFor();

    // What is wrong where it is folded away is unfolded.
    await keys.tabTo('How it is rolled out');
    await keys.press('Enter');
    await page.getByLabel('Budget').waitFor();
    await keys.tabTo('Budget');
    await keys.press('Control+a');
    await keys.type('all');
    await keys.tabTo('How it is rolled out');
    await keys.press('Enter');
    await page.getByLabel('Budget').waitFor({ state: 'hidden' });
    await keys.tabTo('Plan it');
    await keys.press('Enter');
    await keys.isOn('Budget');
    await keys.press('Control+a');
    await keys.type('100%');
    await keys.press('Enter');
    await keys.isOn('What will be done');
    await keys.tabTo('Start on 1 host');
    await keys.press('Enter');
    await arrivesAt(page, rolloutPath);

    await page.getByText('1 of 1 succeeded').waitFor();
    await page.getByRole('region', { name: /^stdout of/ }).waitFor();
    await keys.tabTo(/^stdout of/);
    await keys.tabTo('lab-1, its output');
    await keys.press('Enter');
    await keys.isOn('Output of lab-1');
    await outputOf(page).getByText('by keys alone').first().waitFor();
    await keys.tabTo('Close the output');
    await keys.press('Enter');
    await keys.isOn('Hosts');

    await page.goto('/dashboard/rollouts/script');
    await page.getByRole('button', { name: 'Use again: echo by keys alone' }).waitFor();
    await keys.tabTo('Use again: echo by keys alone');
    await keys.press('Enter');
    await keys.isOn('Command or script');
    expect(await page.getByLabel('Command or script').inputValue()).toBe('echo by keys alone');
  });
});

import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { arrivesAt } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { Keyboard } from './support/keyboard.js';

const nodeId = 'web-1';

/** Who is told of alerts, when nobody is, and what is told by a beat that is missed. Routes need the channel. */
describe('with the keyboard alone, in what the alerts are told by', () => {
  let installation: Installation;
  let service: Server;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
    service = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.end('taken'));
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
  });

  afterAll(async () => {
    service.close();
    await installation[Symbol.asyncDispose]();
  });

  async function open(path: string): Promise<{ page: ConsolePage; keys: Keyboard }> {
    const page = await installation.open(path);
    return { page, keys: new Keyboard(page) };
  }

  it('one makes a channel, tries it, and keeps it', async () => {
    const { port } = service.address() as AddressInfo;
    const { page, keys } = await open('/dashboard/alerts');
    await page.getByRole('link', { name: 'Add a channel' }).waitFor();
    await keys.tabTo('Add a channel');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Add the channel' }).waitFor();
    await keys.tabTo(/^Name/);
    await keys.type('On call');
    // Another service has other fields.
    await keys.tabTo(/^Service/);
    await keys.type('Gotify');
    await page.getByRole('combobox', { name: 'Service' }).getByText('Gotify').waitFor();
    await keys.tabTo(/^Server/);
    await keys.type(`http://127.0.0.1:${port}`);
    await keys.tabTo(/token/i);
    await keys.type('secret');
    await keys.press('Enter');
    await page.getByText(/On call is there/).waitFor();
    await arrivesAt(page, /\/channels$/);

    await keys.tabTo('Send a test by On call');
    await keys.press('Enter');
    await page.getByText(/^Sent in/).waitFor();
    await keys.isOn('Send a test by On call');
    await keys.looksInto('Delete On call');
  });

  it('one writes routes, puts them in order, and asks where an alert would go', async () => {
    const { client } = installation;
    const { page, keys } = await open('/dashboard/alerts/routes');
    await page.getByRole('button', { name: 'Add a route' }).first().waitFor();
    await keys.tabTo('Add a route');
    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.press('Control+a');
    await keys.type('First');
    await keys.tabTo('Add a step');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Remove step 2' }).waitFor();
    await keys.tabTo('Remove step 2');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Remove step 2' }).waitFor({ state: 'detached' });
    await keys.staysVisible();
    await keys.tabTo('Add a route');
    await keys.press('Enter');
    await keys.isOn('Name');
    await keys.press('Control+a');
    await keys.type('Second');

    await keys.tabTo('Move Second up');
    await keys.press('Enter');
    await page.getByRole('button', { name: /^1\. Second/ }).waitFor();
    await keys.isOn('Move Second up');
    await keys.tabTo('Save the routes');
    await keys.press('Enter');
    await page.getByText('The routes are saved.').waitFor();
    expect((await client.alerts.routes.get()).items.map(({ name }) => name)).toEqual(['Second', 'First']);

    await keys.tabTo('Take First away');
    await keys.press('Enter');
    await page.getByRole('button', { name: /First/ }).first().waitFor({ state: 'detached' });
    await keys.staysVisible();
    await keys.tabTo('Host');
    await keys.type(nodeId);
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'Second' }).waitFor();
    await keys.staysVisible();
  });

  it('one makes a window, and opens it again', async () => {
    const { page, keys } = await open('/dashboard/alerts/windows');
    await page.getByRole('link', { name: 'New window' }).waitFor();
    await keys.tabTo('New window');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Make the window' }).waitFor();
    await keys.tabTo(/^Name/);
    await keys.type('Patch day');
    await keys.tabTo('Once');
    await keys.press('ArrowRight');
    await keys.tabTo(/^Lasts/);
    await keys.press('Control+a');
    await keys.type('2 h');
    await keys.press('Enter');
    await arrivesAt(page, /\/windows$/);
    await page.getByRole('link', { name: 'Patch day' }).waitFor();
    await keys.tabTo('Patch day');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
    await keys.tabTo('Cancel');
    await keys.press('Enter');
    await arrivesAt(page, /\/windows$/);
  });

  it('one makes a beat, sees its line once, changes it, and deletes it', async () => {
    const { page, keys } = await open('/dashboard/alerts/beats');
    await page.getByRole('button', { name: 'New beat' }).waitFor();
    await keys.tabTo('New beat');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.isOn('Name');
    await keys.type('Nightly dump');
    await keys.press('Enter');
    await page.getByText('Nightly dump is expected').waitFor();
    await keys.staysVisible();
    await keys.tabTo('Copy the line');
    await keys.tabTo('I have it');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit Nightly dump' }).waitFor();
    await keys.staysVisible();

    await keys.tabTo('Edit Nightly dump');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo(/^Grace/);
    await keys.press('Control+a');
    await keys.type('2 h');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.isOn('Edit Nightly dump');
    await keys.tabTo('Delete Nightly dump');
    await keys.press('Enter');
    await keys.isInDialog();
    await keys.tabTo('Delete');
    await keys.press('Enter');
    await page.getByText('No beat yet').waitFor();
    await keys.staysVisible();
  });
});

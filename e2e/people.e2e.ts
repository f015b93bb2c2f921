import { createClient, type Client } from '@hyprbox/api-client';
import { sessionCookie } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleBrowser, type ConsolePage, type SignedIn } from './support/browser.js';
import { admin, ServerProcess } from './support/server-process.js';

/** Longer than a page without a stream takes to look after its session by itself, on a busy machine, too. */
const noticedMs = 60_000;
const toldSignedOut = /status of 401/;

describe('people', () => {
  let server: ServerProcess;
  let browser: ConsoleBrowser;
  let client: Client;
  let asAdmin: SignedIn;

  beforeAll(async () => {
    server = await ServerProcess.start();
    browser = await ConsoleBrowser.launch();
    client = await server.signIn();
    asAdmin = await browser.signIn(server);
  });

  afterAll(() => server[Symbol.asyncDispose]());

  async function isAt(page: ConsolePage, path: string): Promise<void> {
    await page.waitForURL((url) => url.pathname + url.search === path, { timeout: noticedMs });
  }

  async function fill(page: ConsolePage, values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  }

  /** An account beside the browser, and a browser's session of it. */
  async function signedInViewer(email: string): Promise<SignedIn> {
    const password = 'only looking around';
    const { token } = await client.users.invite({ email, role: 'VIEWER' });
    await createClient({ baseUrl: server.url }).auth.register({ email, password, invitation: token });
    return browser.signIn(server, { email, password });
  }

  it('are invited, take up the invitation, and are thrown out once they are disabled', async () => {
    const operator = { 'E-mail': 'operator@example.com', Password: 'runs what is vetted' };
    const settings = await browser.open(server, { path: '/dashboard/settings', as: asAdmin });
    await settings.getByRole('button', { name: 'Invite a user' }).click();
    const dialog = settings.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill(operator['E-mail']);
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    const link = (await dialog.getByTestId('invitation-link').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await dialog.waitFor({ state: 'detached' });

    const fleet = await browser.open(server, { path: link.replace(server.url, '') });
    await fill(fleet, operator);
    await fleet.getByRole('button', { name: 'Create account' }).click();
    await isAt(fleet, '/dashboard');
    await fleet.getByText('Operator', { exact: true }).waitFor();
    const deploys = await browser.open(server, {
      path: '/dashboard/deploys',
      as: await fleet.context().storageState(),
    });
    await deploys.getByRole('link', { name: 'Gate', exact: true }).waitFor();

    await settings.reload();
    const row = settings.getByRole('row', { name: new RegExp(operator['E-mail']) });
    for (const page of [fleet, deploys]) page.expectFault(toldSignedOut);
    await row.getByRole('button', { name: /^Disable/ }).click();
    await settings.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Disabled', { exact: true }).waitFor();
    await isAt(fleet, '/login?next=%2Fdashboard');
    await isAt(deploys, '/login?next=%2Fdashboard%2Fdeploys');
    await fleet.getByText('Your session has ended.').waitFor();

    await fill(fleet, operator);
    await fleet.getByRole('button', { name: 'Sign in' }).click();
    await fleet.getByRole('alert').waitFor();
    expect(new URL(fleet.url()).pathname).toBe('/login');
  });

  it('are no longer let in once their invitation is withdrawn', async () => {
    const settings = await browser.open(server, { path: '/dashboard/settings', as: asAdmin });
    await settings.getByRole('button', { name: 'Invite a user' }).click();
    const dialog = settings.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill('second-thoughts@example.com');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    const link = (await dialog.getByTestId('invitation-link').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have copied it' }).click();

    const open = settings.getByRole('list', { name: 'Open invitations' });
    await open.getByText(/Operator · invited by admin .* · expires in 6 d/).waitFor();
    await open.getByRole('button', { name: 'Withdraw the invitation of second-thoughts@example.com' }).click();
    await settings.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
    await open.waitFor({ state: 'detached' });

    const page = await browser.open(server, { path: link.replace(server.url, '') });
    page.expectFault(/status of 403/);
    await fill(page, { 'E-mail': 'second-thoughts@example.com', Password: 'too late by a minute' });
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
  });

  it('find in the navigation only what their role may do, and are told so at the rest', async () => {
    const as = await signedInViewer('viewer@example.com');
    const page = await browser.open(server, { path: '/dashboard/jobs', as });
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name: 'Jobs' }).waitFor();
    expect(await navigation.getByRole('link', { name: 'Audit' }).count()).toBe(0);

    await page.goto('/dashboard/audit');
    await page.getByText('Only admins read the audit log').waitFor();
    await page.goto('/dashboard/settings');
    await page.getByText('Only admins manage node tokens and users').waitFor();
    await page.getByText('Only admins change these').waitFor();
    for (const name of ['Create a token', 'Invite a user', 'Save']) {
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    }
  });

  it('who sign out in one tab are signed out in the other, and signed in again in both', async () => {
    const page = await browser.open(server, {
      path: '/dashboard/settings',
      as: await signedInViewer('two@example.com'),
    });
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    const other = await page.context().newPage();
    await other.goto('/dashboard/deploys');
    await other.getByRole('link', { name: 'Gate', exact: true }).waitFor();

    page.expectFault(toldSignedOut);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await isAt(page, '/login?next=%2Fdashboard%2Fsettings');

    await fill(page, { 'E-mail': 'two@example.com', Password: 'only looking around' });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await isAt(page, '/dashboard/settings');
    await other.waitForURL('**/dashboard', { timeout: noticedMs });
  });

  it('lose nothing that they typed when the session ends over it', async () => {
    const page = await browser.open(server, {
      path: '/dashboard/settings',
      as: await browser.signIn(server),
    });
    await page.getByLabel('Output of jobs').fill('30');
    await page.getByRole('button', { name: 'Invite a user' }).click();
    await page.getByRole('dialog').getByLabel('E-mail address').fill('half@written.example');

    page.expectFault(toldSignedOut);
    const token = (await page.context().cookies()).find(({ name }) => name === sessionCookie)?.value;
    await createClient({ baseUrl: server.url, token }).auth.logout();
    await isAt(page, '/login?next=%2Fdashboard%2Fsettings');
    await fill(page, { 'E-mail': admin.email, Password: admin.password });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await isAt(page, '/dashboard/settings');
    const address = page.getByRole('dialog').getByLabel('E-mail address');
    await address.waitFor();
    expect(await address.inputValue()).toBe('half@written.example');
    await page.keyboard.press('Escape');
    await page.getByText('Not saved yet.').waitFor();
    expect(await page.getByLabel('Output of jobs').inputValue()).toBe('30');
  });

  it('whose role changes see what it allows without signing in again', async () => {
    const email = 'promoted@example.com';
    const page = await browser.open(server, { path: '/dashboard/deploys', as: await signedInViewer(email) });
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name: 'Settings' }).waitFor();
    const account = await eventually(async () =>
      (await client.users.list()).items.find((user) => user.email === email),
    );
    await client.users.update(account.id, { role: 'ADMIN' });
    await navigation.getByRole('link', { name: 'Audit' }).waitFor({ timeout: noticedMs });
  });
});

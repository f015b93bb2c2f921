import { createClient, type Client } from '@hyprbox/api-client';
import { sessionCookie } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { ConsoleBrowser, type ConsolePage } from './support/browser.js';
import { admin, compileCache, ServerProcess } from './support/server-process.js';

/** A busy machine may stand still for seconds. */
const liveMs = 40_000;

let browser: ConsoleBrowser;

beforeAll(async () => {
  browser = await ConsoleBrowser.launch();
});

async function fill(page: ConsolePage, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
}

async function signIn(page: ConsolePage, { email, password } = admin): Promise<void> {
  await fill(page, { 'E-mail': email, Password: password });
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function isAt(page: ConsolePage, path: string): Promise<void> {
  await page.waitForURL((url) => url.pathname + url.search === path, { timeout: liveMs });
}

/** Runs in the page: by how many pixels, to the nearest one, the label of each empty field stands below its field's middle. */
function labelOffsets(): Record<string, number> {
  const middle = (element: Element | null): number => {
    const { top = NaN, bottom = NaN } = element?.getBoundingClientRect() ?? {};
    return (top + bottom) / 2;
  };
  const fields = [...document.querySelectorAll('mat-form-field')].map((field) => {
    const label = field.querySelector('label');
    const below = middle(label) - middle(field.querySelector('.mdc-notched-outline'));
    // Of 0 and -0.
    return [label?.textContent.trim(), Math.round(below) + 0] as const;
  });
  return Object.fromEntries(fields);
}

describe('the first set-up', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.startFirst({
      env: { HYPRBOX_ADMIN_EMAIL: '', HYPRBOX_ADMIN_PASSWORD: '', ...compileCache() },
    });
  });

  afterAll(() => server[Symbol.asyncDispose]());

  it('takes the code that the server printed, and no other', async () => {
    const page = await browser.open(server);
    await isAt(page, '/login?next=%2Fdashboard');
    await page.getByRole('button', { name: /^First time here/ }).click();
    const account = { 'Name (optional)': 'Maria Keller', 'E-mail': 'maria@example.com', Password: admin.password };
    await fill(page, { 'Setup code': '00000-00000-00000-00000', ...account });
    page.expectFault(/status of 403 .*\/api\/auth\/register\)/);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').getByText('Copy it from the newest start in the server’s log').waitFor();

    await fill(page, { 'Setup code': printedCode() });
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'No host yet' }).waitFor();
    await page.getByText('Maria Keller').waitFor();

    // The next step that the page names: a token, and an agent that is started with it.
    await page.getByRole('link', { name: 'Create a node token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('first host');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    const token = (await dialog.getByTestId('token').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'No host yet' }).waitFor();
    const session = (await page.context().cookies()).find(({ name }) => name === sessionCookie)?.value;
    const client = createClient({ baseUrl: server.url, token: session });
    await using agent = await AgentProcess.start({ client, nodeId: 'first-1', url: server.url, token });
    await page.getByRole('article').getByRole('link', { name: agent.nodeId }).waitFor({ timeout: liveMs });
  });

  it('is over once there is an account: the code opens nothing more, also after a restart', async () => {
    const code = printedCode();
    await server.stop();
    await server.start();
    expect(server.process.output).not.toContain(code);
    const second = createClient({ baseUrl: server.url }).auth.register({
      email: 'second@example.com',
      password: admin.password,
      setupCode: code,
    });
    await expect(second).rejects.toMatchObject({ status: 403 });
  });

  function printedCode(): string {
    const [, code] = /set it up with the code (\S+)/.exec(server.process.stdout) ?? [];
    if (code === undefined) throw new Error(`No setup code in:\n${server.process.output}`);
    return code;
  }
});

describe('sessions in the browser', () => {
  let server: ServerProcess;
  let client: Client;

  beforeAll(async () => {
    server = await ServerProcess.start();
    client = await server.signIn();
  });

  afterAll(() => server[Symbol.asyncDispose]());

  it('begin at the page that was asked for, after a wrong password that is told in words', async () => {
    const page = await browser.open(server, { path: '/dashboard/jobs?status=FAILED' });
    await isAt(page, '/login?next=%2Fdashboard%2Fjobs%3Fstatus%3DFAILED');
    page.expectFault(/status of 401 .*\/api\/auth\/login\)/);
    await signIn(page, { ...admin, password: 'not the password' });
    await page
      .getByRole('alert')
      .getByText(/password/i)
      .waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');

    await signIn(page);
    await isAt(page, '/dashboard/jobs?status=FAILED');
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
  });

  it('begin with fields whose labels stand in the middle of them', async () => {
    const page = await browser.open(server, { path: '/login' });
    await page.getByLabel('E-mail').waitFor();
    expect(await page.evaluate(labelOffsets)).toEqual({ 'E-mail': 0, Password: 0 });
  });

  it('keep the token where no script can read it', async () => {
    const as = await browser.signIn(server);
    const page = await browser.open(server, { path: '/dashboard', as });
    await page.getByRole('heading', { name: 'No host yet' }).waitFor();
    const cookie = (await page.context().cookies()).find(({ name }) => name === sessionCookie);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const readable = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    );
    expect(readable).toContain('XSRF-TOKEN');
    expect(readable).not.toContain(sessionCookie);
    expect(readable).not.toContain(cookie?.value);
    expect(readable).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });

  it('end with sign-out, for the token too', async () => {
    const as = await browser.signIn(server);
    const page = await browser.open(server, { path: '/dashboard/settings', as });
    // What the page has under way at that moment is refused as well.
    page.expectFault(/status of 401/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await isAt(page, '/login');
    expect((await page.context().cookies()).filter(({ name }) => name === sessionCookie)).toEqual([]);
    const token = as.cookies.find(({ name }) => name === sessionCookie)?.value;
    const answer = await fetch(`${server.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);

    await page.goto('/dashboard/settings');
    await isAt(page, '/login?next=%2Fdashboard%2Fsettings');
  });

  it('that are ended elsewhere throw the page out, and lead back to it', async () => {
    const as = await browser.signIn(server);
    const page = await browser.open(server, { path: '/dashboard', as });
    await page.getByRole('heading', { name: 'No host yet' }).waitFor();
    page.expectFault(/status of 401/);
    const token = as.cookies.find(({ name }) => name === sessionCookie)?.value;
    await createClient({ baseUrl: server.url, token }).auth.logout();
    await isAt(page, '/login?next=%2Fdashboard');
    await page.getByText('Your session has ended.').waitFor();

    await signIn(page);
    await isAt(page, '/dashboard');
  });

  it('of an invited viewer show everything and offer nothing to change; a disabled account is thrown out', async () => {
    const viewer = { email: 'viewer@example.com', password: 'only looking around' };
    const { token } = await client.users.invite({ email: viewer.email, role: 'VIEWER' });
    const page = await browser.open(server, { path: `/login?invitation=${token}` });
    await fill(page, { 'E-mail': viewer.email, Password: viewer.password });
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('ask one for a token').waitFor();
    await page.getByText('Viewer', { exact: true }).waitFor();

    await page.goto('/dashboard/deploys/gate');
    await page.getByText('Your role may read presets').waitFor();
    expect(await page.getByRole('button', { name: /^Apply/ }).count()).toBe(0);

    await page.goto('/dashboard/settings');
    await page.getByText('Only admins manage node tokens').waitFor();
    expect(await page.getByRole('button', { name: /token/i }).count()).toBe(0);

    await page.goto('/dashboard');
    await page.getByText('ask one for a token').waitFor();
    page.expectFault(/status of 401/);
    const account = await eventually(async () =>
      (await client.users.list()).items.find(({ email }) => email === viewer.email),
    );
    await client.users.update(account.id, { disabled: true });
    await isAt(page, '/login?next=%2Fdashboard');
  });
});

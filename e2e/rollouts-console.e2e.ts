import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { accessibilityFaults, followColourScheme, outputOf, terminalText } from './support/console-page.js';
import { Installation } from './support/installation.js';

const hosts = ['web-1', 'web-2', 'web-3', 'web-4', 'web-5'] as const;

describe('rollouts in the console', () => {
  let installation: Installation;
  let others: AgentProcess[] = [];

  beforeAll(async () => {
    installation = await Installation.start(hosts[0]);
    const { client } = installation;
    const start = (nodeId: string) => AgentProcess.start({ client, nodeId, url: client.baseUrl });
    others = await Promise.all(hosts.slice(1).map(start));
  });

  afterAll(async () => {
    await Promise.all(others.map((agent) => agent[Symbol.asyncDispose]()));
    await installation[Symbol.asyncDispose]();
  });

  it('stops after a canary that fails, goes on with a larger budget, and runs again what failed', async () => {
    const page = await installation.open('/dashboard/rollouts/script');
    // Whoever comes first, which is the canary, fails, and only once.
    const script = `if mkdir ${installation.scratch}/first 2>/dev/null; then echo odd; exit 3; fi\necho even`;
    await page.getByLabel('Command or script').fill(script);
    await page.getByRole('radio', { name: 'By a selector' }).click();
    await page.getByText('Matches 5 hosts').waitFor();
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByText('5 hosts in 3 waves; at most 1 running, failed or lost at once.').waitFor();
    expect(await page.getByRole('region', { name: 'Script' }).textContent()).toBe(`${script}\n`);
    await page.getByRole('button', { name: 'Start on 5 hosts' }).click();

    await page.getByText('have used up the budget').waitFor();
    await page.getByText('0 of 5 succeeded, 1 failed, 4 to go').waitFor();
    await page.getByRole('button', { name: 'Raise the budget' }).click();
    await page.getByRole('textbox', { name: 'Budget' }).fill('100%');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('4 of 5 succeeded, 1 failed').waitFor();
    await page.getByText('Partly succeeded').first().waitFor();

    await page.getByText('4 hosts printed this').waitFor();
    const odd = page.locator('hb-output-group-card', { hasText: 'web-1 printed this' });
    await odd.getByText('+ odd').waitFor();
    await odd.getByText('− even').waitFor();
    const rows = page.getByRole('table', { name: 'Hosts' }).getByRole('row');
    expect(await rows.nth(1).textContent()).toContain('web-1');

    await rows.nth(1).getByRole('link', { name: 'web-1' }).first().click();
    await outputOf(page).getByText('odd').first().waitFor();
    expect(await terminalText(page)).toContain('odd');
    await page.getByRole('button', { name: 'Close the output' }).click();

    const rollout = page.url();
    await page.getByRole('button', { name: 'Run again…' }).click();
    await page.getByRole('button', { name: 'Run again', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== new URL(rollout).pathname);
    await page.getByText('1 of 1 succeeded').waitFor();
    await page.getByRole('link', { name: 'The rollout before' }).click();
    await page.getByRole('link', { name: 'Retry 1' }).waitFor();
  });

  it('is reached by keyboard square by square, and is clean for a screen reader in both themes', async () => {
    const { id } = await installation.client.rollouts.create({
      preset: 'exit-with',
      variables: { code: 3, word: 'seen' },
      selector: { all: true },
      waves: [{ size: '100%' }],
      budget: '100%',
    });
    const page = await installation.open('/dashboard/rollouts');
    await followColourScheme(page);
    await page.goto(`/dashboard/rollouts/${id}`);
    await page.getByText('5 hosts printed this').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const squares = page.getByRole('listbox', { name: 'Hosts of wave 1' });
    await squares.focus();
    await squares.getByRole('option', { name: /^web-1: Failed/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Output of web-1' }).waitFor();
  });
});

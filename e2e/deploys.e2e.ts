import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { outputOf, terminalText } from './support/console-page.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';

const nodeId = 'web-1';
const otherNodeId = 'web-2';

describe('deploys', () => {
  let installation: Installation;
  let other: AgentProcess;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
    const { client } = installation;
    other = await AgentProcess.start({ client, nodeId: otherNodeId, url: client.baseUrl });
  });

  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await installation[Symbol.asyncDispose]();
  });

  it('applies a preset to two hosts, and follows both to their ends', async () => {
    const { scratch } = installation;
    const gate = `${scratch}/both`;
    const page = await installation.open('/dashboard/deploys/gate');
    await page.getByLabel('Where each run adds a line').fill(`${scratch}/both-runs`);
    await page.getByLabel('File to wait for').fill(gate);
    for (const host of [nodeId, otherNodeId]) await page.getByRole('checkbox', { name: host }).check();
    await page.getByRole('radio', { name: 'All at once' }).click();
    await page.getByRole('button', { name: 'Plan on 2 hosts' }).click();
    await page.getByText('2 hosts at once; at most 2 running, failed or lost at once.').waitFor();
    await page.getByRole('button', { name: 'Start on 2 hosts' }).click();
    await page.waitForURL('**/dashboard/rollouts/*');
    await page.getByText('0 of 2 succeeded, 2 running').waitFor();

    await writeFile(gate, '');
    await page.getByText('2 of 2 succeeded').waitFor();
    // The address holds all of it.
    await page.reload();
    await page.getByText('2 of 2 succeeded').waitFor();
    await page.getByRole('row', { name: otherNodeId }).getByRole('link', { name: 'Job' }).click();
    await page.waitForURL('**/dashboard/jobs/*');
    await outputOf(page).getByText('finished').first().waitFor();
  });

  it('runs again on the hosts where it failed, with the same values', async () => {
    const { client } = installation;
    const bad = await apply(client, nodeId, 'exit-with', { code: 3, word: 'seen' });
    const good = await apply(client, otherNodeId, 'exit-with', { code: 0, word: 'seen' });
    await becomes(client, bad, 'FAILED');
    await becomes(client, good, 'SUCCEEDED');
    const page = await installation.open(`/dashboard/deploys/exit-with/results?jobs=${good},${bad}`);
    await page.getByRole('heading', { name: '1 of 2 succeeded, 1 failed' }).waitFor();
    const first = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem').first();
    expect(await first.textContent()).toContain(nodeId);
    await page.getByRole('link', { name: 'Run again on the failed one' }).click();
    await page.getByRole('button', { name: `Apply on ${nodeId}` }).waitFor();
    expect(await page.getByLabel('Exit code').inputValue()).toBe('3');
  });

  it('cancels a running job from its page', async () => {
    const { client, scratch } = installation;
    const id = await apply(client, nodeId, 'gate', { runs: `${scratch}/cancel-runs`, gate: `${scratch}/never` });
    const page = await installation.open(`/dashboard/jobs/${id}`);
    await outputOf(page).getByText('started').first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled while it ran').waitFor();
    await page.getByText('End of the output').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect((await client.jobs.get(id)).status).toBe('CANCELLED');
  });

  it('finds what is stored but not shown any more, and moves nothing while the match is on the screen', async () => {
    const file = `${installation.scratch}/many-lines`;
    const lines = Array.from({ length: 30_000 }, (_, index) => `row ${index + 1} of many`);
    await writeFile(file, `${lines.join('\n')}\n`);
    const id = await apply(installation.client, nodeId, 'print-binary', { file });
    await becomes(installation.client, id, 'SUCCEEDED');
    const page = await installation.open(`/dashboard/jobs/${id}`);
    await page.getByText('End of the output').waitFor();
    expect((await terminalText(page)).split('\n').at(-1)).toBe('row 30000 of many');
    await page.getByRole('button', { name: 'Download' }).focus();
    await page.keyboard.press('Control+f');
    const field = page.getByRole('textbox', { name: 'Find in the output' });
    await field.fill('row 29995 of');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    expect((await terminalText(page)).split('\n').at(-1)).toBe('row 30000 of many');
    await field.fill('row 1234 of');
    await page.getByText('stdout, line 1,234 of what is stored').waitFor();
    await page.getByText('1 of 1', { exact: true }).waitFor();
    expect((await terminalText(page)).split('\n').at(-1)).toBe('row 30000 of many');
    await field.fill('00 of many');
    await page.getByText('300 of 300', { exact: true }).waitFor();
    for (let presses = 0; presses < 101; presses += 1) await field.press('Shift+Enter');
    await page.getByText('199 of 300', { exact: true }).waitFor();
    await page.getByText('stdout, line 19,900 of what is stored').waitFor();
    await field.press('Enter');
    await page.getByText('200 of 300', { exact: true }).waitFor();
    await field.fill('nowhere to be found');
    await page.getByText('None', { exact: true }).waitFor();
  });

  it('finds a line of the output, and gives the focus back', async () => {
    const { client, scratch } = installation;
    const file = `${scratch}/lines`;
    const lines = Array.from({ length: 400 }, (_, index) => `line ${index}${index % 100 === 7 ? ' Needle' : ''}`);
    await writeFile(file, `${lines.join('\n')}\n`);
    const id = await apply(client, nodeId, 'print-binary', { file });
    await becomes(client, id, 'SUCCEEDED');
    const page = await installation.open(`/dashboard/jobs/${id}`);
    const output = outputOf(page);
    await output.getByText('line 399').first().waitFor();
    await page.getByText('End of the output').waitFor();

    await page.keyboard.press('Control+f');
    const field = page.getByRole('textbox', { name: 'Find in the output' });
    await field.fill('needle');
    const search = page.getByRole('search').filter({ has: field });
    // The one nearest to the end, which is on the screen.
    await search.getByText('4 of 4').waitFor();
    await output.getByText('line 307 Needle').first().waitFor();
    await field.press('Enter');
    await search.getByText('1 of 4').waitFor();
    await output.getByText('line 7 Needle').first().waitFor();
    await search.getByRole('button', { name: 'Match upper and lower case' }).click();
    await search.getByText('None').waitFor();
    await field.press('Escape');
    await field.waitFor({ state: 'detached' });
    expect(await output.evaluate((pane) => pane.contains(document.activeElement))).toBe(true);
    await page.getByRole('button', { name: 'Jump to end' }).click();
    await page.getByText('End of the output').waitFor();
  });

  it('offers a viewer nothing that he may not do', async () => {
    const { client, scratch } = installation;
    const id = await apply(client, nodeId, 'gate', { runs: `${scratch}/viewer-runs`, gate: `${scratch}/viewer` });
    const failed = await apply(client, otherNodeId, 'exit-with', { code: 3, word: 'seen' });
    await becomes(client, failed, 'FAILED');
    const as = await installation.signInAs('VIEWER');
    const running = await installation.open(`/dashboard/jobs/${id}`, { as });
    await outputOf(running).getByText('started').first().waitFor();
    await running.getByRole('button', { name: 'Download' }).waitFor();
    expect(await running.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(await running.getByRole('link', { name: 'Run again' }).count()).toBe(0);

    const preset = await installation.open('/dashboard/deploys/exit-with', { as });
    await preset.getByText('Your role may read presets').waitFor();
    expect(await preset.getByRole('button', { name: /^Apply/ }).count()).toBe(0);
    expect(await preset.getByRole('checkbox').count()).toBe(0);

    const results = await installation.open(`/dashboard/deploys/exit-with/results?jobs=${failed}`, { as });
    await results.getByRole('heading', { name: '0 of 1 succeeded, 1 failed' }).waitFor();
    expect(await results.getByRole('link', { name: /^Run again/ }).count()).toBe(0);
    await writeFile(`${scratch}/viewer`, '');
    await running.getByText('Succeeded').first().waitFor();
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { policyOf, runBecomes, runEnds, settles, backupEnvironment } from './support/backups.js';
import type { ConsolePage } from './support/browser.js';
import {
  accessibilityFaults,
  followColourScheme,
  motions,
  outputOf,
  screenFaults,
  terminalText,
  visit,
} from './support/console-page.js';
import { FakeHost } from './support/fake-host.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';

const nodeId = 'web-1';
const ownPreset = 'own-check';
/** Of a host, a job and a preset that are not there. */
const unknownId = '0197e2a0-0000-7000-8000-000000000000';

interface BackedUp {
  policyId: string;
  directory: string;
  runs: Record<'first' | 'second' | 'drill' | 'failed', BackupRunDetails>;
}

describe('each page of the console', () => {
  let installation: Installation;
  let finishedJob: string;
  let finishedRollout: string;
  let backedUp: BackedUp;

  beforeAll(async () => {
    installation = await Installation.start(nodeId, backupEnvironment);
    backedUp = await backUp();
    finishedJob = await apply(installation.client, nodeId, 'exit-with', { code: 3, word: 'seen' });
    await becomes(installation.client, finishedJob, 'FAILED');
    finishedRollout = await rollOut();
    await publishTwice();
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  it('shows hostile names as text', async () => {
    const hostile = `<img src=x onerror="document.title='taken over'">`;
    const host = await FakeHost.join(installation.client, 'evil-1', { hostname: hostile });
    onTestFinished(() => installation.client.nodes.decommission(host.nodeId));
    const page = await installation.open('/');
    await page.getByText(hostile).first().waitFor();
    await installation.client.nodes.update(host.nodeId, { displayName: `${hostile}!`, tags: [] });
    await page.goto(`/dashboard/nodes/${host.nodeId}`);
    await page.getByText(`${hostile}!`).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toContain('taken over');
  });

  it('shows output that would command a terminal, and obeys none of it', async () => {
    const file = `${installation.scratch}/hostile`;
    const commands = [
      'first line\n',
      '\x1b]0;taken over\x07', // the window's title
      '\x1b]8;;javascript:alert(1)\x07a link\x1b]8;;\x07\n',
      '\x1b[2J\x1b[H\x1bc', // clear the screen, go home, reset
      '\x1b]52;c;dGFrZW4gb3Zlcg==\x07', // write the clipboard
      '\x1b[c\x1b[6n', // ask for answers
      `<img src=x onerror="document.title='taken over'">\n`,
      '\x1b[31mred\x1b[0m last line\n',
    ];
    await writeFile(file, commands.join(''));
    const id = await apply(installation.client, nodeId, 'print-binary', { file });
    await becomes(installation.client, id, 'SUCCEEDED');
    const page = await installation.open(`/dashboard/jobs/${id}`);
    const output = outputOf(page);
    await output.getByText('last line').first().waitFor();
    expect(await terminalText(page)).toMatch(
      /^first line\n.*a link\n.*<img src=x onerror="document.title='taken over'">\nred last line$/s,
    );
    expect(await page.title()).not.toContain('taken over');
    expect(await output.locator('a, img').count()).toBe(0);
  });

  it('has no sideways scrolling where it is opened on a phone', async () => {
    const long = await joinLongNamed('db');
    const page = await installation.open('/', { viewport: { width: 360, height: 780 } });
    for (const [path, sign] of [
      ['/dashboard', long.nodeId],
      [`/dashboard/nodes/${long.nodeId}`, 'No job has run'],
      [`/dashboard/jobs/${finishedJob}`, 'on stderr'],
    ] as const) {
      await visit(page, path, sign);
      const { wide, screen } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        screen: document.documentElement.clientWidth,
      }));
      expect([path, wide]).toEqual([path, screen]);
    }
  });

  it('is accessible by axe’s rules in both themes, fits every screen, and moves nothing where less motion is asked for', async () => {
    const long = await joinLongNamed('mail');
    const page = await installation.open('/healthz');
    await followColourScheme(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const faults: [path: string, fault: string][] = [];
    const ofLong: [string, string] = [`/dashboard/nodes/${long.nodeId}`, 'No job has run'];
    for (const [path, sign] of [...pages(), ofLong, ...deadEnds()]) {
      if (path.includes(unknownId)) page.expectFault(/status of 404/);
      await visit(page, path, sign);
      for (const moving of await page.evaluate(motions)) faults.push([path, `${moving} moves`]);
      for (const fault of await screenFaults(page)) faults.push([path, fault]);
    }
    expect(faults).toEqual([]);
    await page.context().clearCookies();
    page.expectFault(/status of 401 .*\/api\/auth\/me\)/);
    await visit(page, '/login', 'First time here?');
    expect(await screenFaults(page), '/login').toEqual([]);
    // Each page on several screens in two themes: minutes where other work is under way.
  }, 600_000);

  it('has dialogs that are accessible by axe’s rules in both themes', async () => {
    const page = await installation.open('/healthz');
    await followColourScheme(page);
    let at = '';
    for (const [name, path, sign, open] of dialogs()) {
      if (at !== path) await visit(page, path, sign);
      at = path;
      await open(page);
      const dialog = page.getByRole(name === 'decommission' ? 'alertdialog' : 'dialog');
      await dialog.waitFor();
      expect(await accessibilityFaults(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  });

  it('moves until the browser asks for less motion', async () => {
    const page = await installation.open('/dashboard');
    await page.getByText(nodeId).first().waitFor();
    expect(await page.evaluate(motions)).not.toEqual([]);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await page.evaluate(motions)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(motions)).toEqual([]);
  });

  /** Each kind of page, and what shows that it is there. */
  function pages(): [path: string, sign: string][] {
    const policy = `/dashboard/backups/policies/${backedUp.policyId}`;
    const run = (each: keyof BackedUp['runs']): string => `/dashboard/backups/runs/${backedUp.runs[each].id}`;
    const [from, to] = [backedUp.runs.first.snapshotId, backedUp.runs.second.snapshotId];
    return [
      ['/dashboard', nodeId],
      [`/dashboard/nodes/${nodeId}`, 'exit-with'],
      ['/dashboard/deploys', 'Gate'],
      ['/dashboard/deploys/exit-with', 'Exit code'],
      ['/dashboard/presets', 'Written in the console'],
      ['/dashboard/presets/exit-with', 'Nothing names it'],
      [`/dashboard/presets/${ownPreset}`, 'Says it twice.'],
      [`/dashboard/presets/${ownPreset}?version=1`, 'Read the current one'],
      [`/dashboard/presets/${ownPreset}/diff?from=1&to=2`, 'echo again'],
      [`/dashboard/presets/${ownPreset}/edit`, 'Publish…'],
      ['/dashboard/presets/exit-with/edit', 'Only to read'],
      ['/dashboard/presets/new?from=exit-with', 'A copy of exit-with'],
      ['/dashboard/presets/sources', 'Files beside the server'],
      ['/dashboard/jobs', 'exit-with'],
      [`/dashboard/jobs/${finishedJob}`, 'on stderr'],
      ['/dashboard/rollouts', '0 of 1 succeeded, 1 failed'],
      ['/dashboard/rollouts/script', 'What you ran before'],
      [`/dashboard/rollouts/${finishedRollout}`, `${nodeId} printed this`],
      ['/dashboard/logs', 'joined the fleet'],
      ['/dashboard/audit', 'job.create'],
      ['/dashboard/settings', 'Node tokens'],
      ['/dashboard/backups', 'Protected hosts'],
      ['/dashboard/backups/policies/new', 'Where to'],
      [policy, 'What this drill proves'],
      [`${policy}/edit`, 'Where to'],
      [`${policy}/snapshots`, 'As the host listed them'],
      [`${policy}/snapshots/${to}?path=${backedUp.directory}`, 'orders.csv'],
      [`${policy}/find?pattern=*.csv`, 'orders.csv'],
      [`${policy}/diff?from=${from}&to=${to}`, 'returns.csv'],
      [`${policy}/restore`, 'What comes back'],
      [run('second'), 'backed up: '],
      [run('drill'), 'What this drill proves'],
      [run('failed'), 'A secret was not found'],
    ];
  }

  /** Addresses of what is not there. */
  function deadEnds(): [path: string, sign: string][] {
    return [
      ['/dashboard/nowhere', 'There is no such page'],
      [`/dashboard/nodes/${unknownId}`, 'No such host'],
      [`/dashboard/jobs/${unknownId}`, 'There is no such job'],
      [`/dashboard/deploys/${unknownId}`, 'There is no such preset'],
      [`/dashboard/presets/${unknownId}`, 'There is no such preset'],
      [`/dashboard/rollouts/${unknownId}`, 'There is no such rollout'],
    ];
  }

  function dialogs(): [name: string, path: string, sign: string, open: (page: ConsolePage) => Promise<void>][] {
    const press = (name: string) => (page: ConsolePage) => page.getByRole('button', { name, exact: true }).click();
    const host = `/dashboard/nodes/${nodeId}`;
    return [
      ['palette', '/dashboard', nodeId, (page) => page.keyboard.press('Control+k')],
      ['shortcuts', '/dashboard', nodeId, (page) => page.keyboard.press('?')],
      ['token', '/dashboard/settings', 'Node tokens', press('Create a token')],
      ['invitation', '/dashboard/settings', 'Node tokens', press('Invite a user')],
      ['rename', host, 'exit-with', press('Rename')],
      ['decommission', host, 'exit-with', press('Decommission')],
      ['retirement', `/dashboard/presets/${ownPreset}`, 'Says it twice.', press('Retire')],
      ['publishing', `/dashboard/presets/${ownPreset}/edit`, 'checked by', press('Publish…')],
      ['test of a draft', `/dashboard/presets/${ownPreset}/edit`, 'checked by', press('Test…')],
      ['source', '/dashboard/presets/sources', 'Files beside the server', press('Add a repository')],
      ['script', `/dashboard/jobs/${finishedJob}`, 'on stderr', press('View script')],
      [
        'event',
        '/dashboard/audit',
        'job.create',
        (page) =>
          page
            .getByRole('link', { name: /^job\.create/ })
            .first()
            .click(),
      ],
    ];
  }

  /** A host whose names are as long as they get, for the running test; no id comes twice. */
  async function joinLongNamed(id: string): Promise<FakeHost> {
    const host = await FakeHost.join(installation.client, `${id}-${'long-'.repeat(20)}name`, {
      hostname: 'x'.repeat(120),
    });
    onTestFinished(() => installation.client.nodes.decommission(host.nodeId));
    return host;
  }

  /** A rollout that has ended badly. */
  async function rollOut(): Promise<string> {
    const { rollouts } = installation.client;
    const variables = { code: 3, word: 'seen' };
    const { id } = await rollouts.create({ preset: 'exit-with', variables, selector: { nodeIds: [nodeId] } });
    await eventually(async () => (await rollouts.get(id)).state === 'FAILED', { timeoutMs: 20_000 });
    return id;
  }

  /** A preset of one's own with two versions, and a draft of the third. */
  async function publishTwice(): Promise<void> {
    const { presets } = installation.client;
    const source = (body: string): string =>
      `#!/usr/bin/env bash\n# ---\n# title: Written in the console\n# description: Says something.\n# category: Tests\n# ---\n${body}\n`;
    await presets.draft.save(ownPreset, { source: source('echo once'), basedOn: 0 });
    await presets.publish(ownPreset, { message: 'Says it once.' });
    await presets.draft.save(ownPreset, { source: source('echo once\necho again'), basedOn: 1 });
    await presets.publish(ownPreset, { message: 'Says it twice.' });
    await presets.draft.save(ownPreset, { source: source('echo never'), basedOn: 2 });
  }

  /** A policy with a bit of everything behind it, and one that fails. */
  async function backUp(): Promise<BackedUp> {
    const { client, scratch } = installation;
    const directory = join(scratch, 'shop');
    await mkdir(directory);
    await writeFile(join(directory, 'orders.csv'), '1;2\n');
    const fields = { nodeId, repository: join(scratch, 'vault'), paths: [directory] };
    const { policies } = client.backups;
    const { id: policyId } = await policies.create(policyOf({ ...fields, name: 'shop-files' }));
    const broken = await policies.create(policyOf({ ...fields, name: 'broken', passwordRef: 'env:NOT_SET' }));
    const first = await runBecomes(client, await policies.run(policyId), 'SUCCEEDED');
    await writeFile(join(directory, 'orders.csv'), '1;2;3\n');
    await writeFile(join(directory, 'returns.csv'), '4\n');
    const second = await runBecomes(client, await policies.run(policyId), 'SUCCEEDED');
    const drill = await runBecomes(client, await policies.run(policyId, { kind: 'DRILL' }), 'SUCCEEDED');
    const failed = await runEnds(client, await policies.run(broken.id));
    await settles(client, policyId);
    return { policyId, directory, runs: { first, second, drill, failed } };
  }
});

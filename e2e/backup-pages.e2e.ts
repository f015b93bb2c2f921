import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupPolicy } from '@hyprbox/contracts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyOf, runBecomes, runEnds, settles, backupEnvironment } from './support/backups.js';
import { writeRandom } from './support/file-tree.js';
import { Installation } from './support/installation.js';

const nodeId = 'web-1';
/** A backup of these takes seconds, so that it can be watched. */
const slowBytes = 4 * 1024 * 1024;
const slowKiBps = '1024';

describe('the pages of the backups', () => {
  let installation: Installation;
  /** What is backed up. */
  let data: string;

  beforeAll(async () => {
    installation = await Installation.start(nodeId, backupEnvironment);
    data = join(installation.scratch, 'shop');
    await mkdir(join(data, 'orders'), { recursive: true });
    await writeFile(join(data, 'orders', 'today.csv'), 'a;b\n1;2\n');
    await writeFile(join(data, 'shop.conf'), 'open = yes\n');
    writeRandom(join(data, 'images.bin'), slowBytes, 2);
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  it('lead from nothing to a backup that is proven, and bring a chosen file back', async () => {
    const page = await installation.open('/dashboard/backups');
    await page.getByText('Backups that are known to restore').waitFor();
    await page.getByRole('link', { name: `Protect ${nodeId}` }).click();
    expect(await page.getByRole('combobox', { name: 'Host', exact: true }).inputValue()).toBe(nodeId);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop-files');
    await page.getByLabel('Paths, one a line').fill(data);
    await page.getByRole('textbox', { name: 'Repository', exact: true }).fill(join(installation.scratch, 'vault'));
    await page.getByLabel('Password is found in').fill('env:VAULT_PASSWORD');
    await page.getByRole('button', { name: /^Advanced/ }).click();
    await page.getByLabel('Upload at most, KiB/s').fill(slowKiBps);
    await page.getByRole('button', { name: 'Create the policy' }).click();

    await page.waitForURL(/\/dashboard\/backups\/policies\/[0-9a-f-]{36}$/);
    await page.getByText('Nothing has run yet').waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('button', { name: 'Watch' }).click();
    await page.waitForURL('**/dashboard/backups/runs/*');
    const progress = page.getByRole('progressbar', { name: 'Progress of backup' });
    await progress.waitFor();
    await page.getByText(/ backed up: 3 files new/).waitFor();
    expect(await progress.count()).toBe(0);

    await page.getByRole('link', { name: 'Browse the snapshot' }).click();
    for (const part of join(data, 'orders').split('/').filter(Boolean)) {
      await page.getByRole('link', { name: `${part}/`, exact: true }).click();
    }
    await page.getByRole('checkbox', { name: 'Restore today.csv' }).check();
    await page.getByRole('link', { name: 'Restore 1 chosen' }).click();
    expect(await page.getByLabel('Paths, one a line').inputValue()).toBe(join(data, 'orders/today.csv'));
    const target = join(installation.scratch, 'restored');
    await page.getByRole('textbox', { name: 'Directory', exact: true }).fill(target);
    await page.getByRole('button', { name: 'Try it: a dry run' }).click();
    await page.getByText('1 file, 8 B. Nothing stands in the way.').waitFor();
    await expect(readdir(target)).rejects.toThrow('ENOENT');
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.waitForURL('**/dashboard/backups/runs/*');
    await page.getByText('1 file (8 B) came back.').waitFor();
    expect(await readFile(join(target, data, 'orders/today.csv'), 'utf8')).toBe('a;b\n1;2\n');
    await expect(readFile(join(target, data, 'shop.conf'))).rejects.toThrow('ENOENT');

    await page.goto('/dashboard/backups');
    const row = rowOf(page, 'shop-files');
    await row.getByText('Unproven').waitFor();
    await row.getByText('never proven').waitFor();
    await row.getByRole('button', { name: `Drill a restore of ${nodeId} by shop-files now` }).click();
    await page.getByText(`Restore drill of ${nodeId} queued.`).waitFor();
    await row.getByText('Protected', { exact: true }).waitFor();
    await row.getByText(/^4\.2 MB in /).waitFor();
    await row.getByRole('img', { name: 'The only backup: none failed.' }).waitFor();
    await figure(page, 'Proven by restore').getByText('of 1', { exact: true }).waitFor();
    await figure(page, 'Time to restore').getByText('Median of the last drills').waitFor();
    await row.getByRole('link', { name: 'shop-files', exact: true }).click();
    await page.getByText('What this drill proves').waitFor();
  });

  it('show a failure on the board, the overview and the host’s page, each with the way to it', async () => {
    const failing = await policy({ name: 'locked-out', passwordRef: 'env:NOT_SET_ANYWHERE' });
    await runEnds(installation.client, await installation.client.backups.policies.run(failing.id));
    const page = await installation.open('/dashboard');
    await figure(page, 'Proven backups').getByRole('link', { name: '1 failing' }).click();
    await page.waitForURL('**/dashboard/backups?show=failing');
    const row = rowOf(page, 'locked-out');
    await row.getByText('Failing').waitFor();
    await row.getByRole('img', { name: 'The only backup: 1 failed.' }).waitFor();
    await row.getByRole('link', { name: 'A secret was not found' }).click();
    await page.waitForURL('**/dashboard/backups/runs/*');
    await page.getByText('NOT_SET_ANYWHERE').first().waitFor();

    await page.goto(`/dashboard/nodes/${nodeId}`);
    const card = page.locator('hb-node-backups-card');
    await card.getByRole('listitem').filter({ hasText: 'locked-out' }).getByText('Failing').waitFor();
    await card.getByRole('link', { name: 'locked-out' }).click();
    await page.waitForURL(`**/dashboard/backups/policies/${failing.id}?node=${nodeId}`);
    await page.getByRole('heading', { name: 'locked-out' }).waitFor();
  });

  it('offer a viewer nothing that he may not do', async () => {
    const { client } = installation;
    const { id } = await policy({ name: 'looked-at' });
    const { id: runId, snapshotId } = await runBecomes(client, await client.backups.policies.run(id), 'SUCCEEDED');
    await settles(client, id);
    const as = await installation.signInAs('VIEWER');
    const page = await installation.open('/dashboard/backups', { as });
    await rowOf(page, 'looked-at').getByText('Unproven').waitFor();
    await nothingOffered(page, /^(Run|Drill|New policy|Protect|Restore)/);

    await page.goto(`/dashboard/backups/policies/${id}`);
    await page.locator('hb-run-table').getByText('Succeeded').first().waitFor();
    await nothingOffered(page, /^(Run|Drill|More|Restore|Check|Edit|Resume)/);

    await page.goto(`/dashboard/backups/policies/${id}/snapshots`);
    await page.getByRole('link', { name: snapshotId?.slice(0, 8) ?? '' }).waitFor();
    await nothingOffered(page, /^(Restore|List anew)/);

    await page.goto(`/dashboard/backups/policies/${id}/snapshots/${snapshotId}?path=${data}`);
    await page.getByText('shop.conf').waitFor();
    await nothingOffered(page, /^Restore/);
    expect(await page.getByRole('checkbox').count()).toBe(0);

    await page.goto(`/dashboard/backups/policies/${id}/restore`);
    await page.getByText('Your role may not restore').waitFor();
    for (const path of ['policies/new', `policies/${id}/edit`]) {
      await page.goto(`/dashboard/backups/${path}`);
      await page.getByText('Only admins write backup policies').waitFor();
      await nothingOffered(page, /^(Create the policy|Save)/);
    }
    await page.goto(`/dashboard/backups/runs/${runId}`);
    await page.getByText(/ backed up: /).waitFor();
    await nothingOffered(page, /^Cancel/);
  });

  function policy(fields: Partial<BackupPolicy>): Promise<BackupPolicy> {
    const repository = join(installation.scratch, `vault-${fields.name}`);
    return installation.client.backups.policies.create(policyOf({ nodeId, repository, paths: [data], ...fields }));
  }
});

/** Of the board: a policy's row. */
function rowOf(page: Page, policy: string): Locator {
  return page.locator('hb-target-table').getByRole('row').filter({ hasText: policy });
}

function figure(page: Page, label: string): Locator {
  return page.getByRole('region', { name: label });
}

/** What the page is about must be there already. */
async function nothingOffered(page: Page, name: RegExp): Promise<void> {
  for (const role of ['button', 'link'] as const) {
    expect(await page.getByRole('main').getByRole(role, { name }).allTextContents()).toEqual([]);
  }
}

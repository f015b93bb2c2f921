import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderedHook, BackupTask } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRichTree } from './testing/rich-tree.js';
import { tamperWithPacks } from './testing/tampering.js';
import { backupOf } from './testing/backup-orders.js';
import { BackupWorld } from './testing/backup-world.js';

let world: BackupWorld;
let scratch: string;

beforeEach(() => {
  world = BackupWorld.withRepository();
  scratch = world.path('scratch');
}, 60_000);
afterEach(() => world.end());

const hook = (script: string): OrderedHook => ({ preset: 'probe', script, sha256: '' });
const drill = (more: Partial<Extract<BackupTask, { operation: 'DRILL' }>> = {}): BackupTask => ({
  operation: 'DRILL',
  files: null,
  directory: scratch,
  verify: null,
  ...more,
});
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

describe('a drill', { timeout: 120_000 }, () => {
  it('restores all of the newest snapshot aside, and records what it found', async () => {
    makeRichTree(world.source);
    await world.perform(backupOf([world.source]));
    const verify = hook(`test "$(cat "$HYPRBOX_RESTORED_DIR${world.source}/file")" = content`);
    const result = await world.perform(drill({ verify }));
    expect(result).toMatchObject({ fault: null });
    const { drill: evidence } = result;
    expect(evidence?.checks).toEqual([
      { name: 'restic', ok: true, detail: null },
      { name: 'listing', ok: true, detail: null },
      { name: 'script', ok: true, detail: null },
    ]);
    expect(evidence?.filesRestored).toBe(9);
    expect(evidence?.files).toContainEqual({
      path: join(world.source, 'program'),
      sizeBytes: 10,
      mode: '-rwsr-xr-x',
      sha256: sha256('#!/bin/sh\n'),
    });
    expect(evidence?.restoreSeconds).toBeGreaterThan(0);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('takes a sample with the largest and the smallest file, whose manifest sha256sum would print', async () => {
    for (let index = 10; index < 40; index += 1) writeFileSync(join(world.source, `file${index}`), 'x'.repeat(index));
    await world.perform(backupOf([world.source]));
    const { drill: evidence } = await world.perform(drill({ files: 4, directory: null }));
    const names = evidence?.files.map(({ path }) => path) ?? [];
    expect(names).toHaveLength(4);
    expect(names).toEqual(expect.arrayContaining([join(world.source, 'file10'), join(world.source, 'file39')]));
    const lines = names.map((path) => `${sha256(readFileSync(path))}  ${path}\n`).join('');
    expect(evidence?.manifestSha256).toBe(sha256(lines));
    expect(evidence).toMatchObject({ filesRestored: 4 });
  });

  it('fails on a repository that was tampered with, and says what', async () => {
    writeFileSync(join(world.source, 'file'), 'content of some length');
    await world.perform(backupOf([world.source]));
    tamperWithPacks(world.repository);
    const result = await world.perform(drill());
    expect(result.fault).toBe('VERIFICATION_FAILED');
    expect(result.drill?.checks).toContainEqual(expect.objectContaining({ name: 'restic', ok: false }));
    expect(result.message).toMatch(/could not be restored/);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('fails when the verify script does not accept what was restored', async () => {
    writeFileSync(join(world.source, 'file'), 'content');
    await world.perform(backupOf([world.source]));
    const result = await world.perform(drill({ verify: hook('exit 9') }));
    expect(result).toMatchObject({ fault: 'VERIFICATION_FAILED', message: expect.stringContaining('exit code 9') });
    expect(result.drill?.checks.at(-1)).toEqual({ name: 'script', ok: false, detail: 'exit code 9' });
  });

  it('needs a snapshot', async () => {
    expect(await world.perform(drill())).toMatchObject({ fault: 'NO_SNAPSHOT' });
  });
});

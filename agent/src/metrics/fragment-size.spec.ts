import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DiskSpaces } from './disk-space.js';
import { askFragmentSize } from './fragment-size.js';
import { parseMounts } from '../host/mounts.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'hyprnode-fragment-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('asks the system for a place whose name is no UTF-8', async () => {
  const place = Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0xff, 0xe4, 0x20])]);
  await mkdir(place);
  expect(await askFragmentSize(place)).toBeGreaterThanOrEqual(512);

  const [mount] = parseMounts(`1 0 8:1 / ${place.toString('latin1').replace(' ', '\\040')} rw - fuse.x x rw`);
  const [space] = await new DiskSpaces().read(mount ? [mount] : []);
  expect(space?.mount.mount).toBe(`${directory}/\\xff\\xe4 `);
  expect(space?.totalBytes).toBeGreaterThan(0);
});

it('is nothing for a place that is not there', async () => {
  expect(await askFragmentSize(Buffer.from(join(directory, 'none')))).toBeNull();
});

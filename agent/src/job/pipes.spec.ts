import { closeSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PipePool } from './pipes.js';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hyprnode-pipes-'));
  directory = join(parent, 'pipes');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const openPipes = (): string[] =>
  readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(directory);
    } catch {
      // Closed meanwhile.
      return false;
    }
  });

async function takeAndClose(pool: PipePool): Promise<void> {
  const { stdout, stderr } = await pool.take();
  for (const descriptor of [stdout.read, stdout.write, stderr.read, stderr.write]) closeSync(descriptor);
}

it('makes anew what could not be made beforehand', async () => {
  const pool = new PipePool(directory);
  await pool.start();
  rmSync(directory, { recursive: true });
  writeFileSync(directory, 'in the way');
  // Both that were prepared are gone, and none can be made.
  for (let round = 0; round < 4; round += 1) await expect(pool.take()).rejects.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  rmSync(directory);
  for (let round = 0; round < 4; round += 1) await takeAndClose(pool);
});

it('makes a pair anew when only one of it is still there, and leaves nothing open', async () => {
  const pool = new PipePool(directory);
  await pool.start();
  for (const name of readdirSync(directory).filter((each) => each.endsWith('stderr'))) rmSync(join(directory, name));
  for (let round = 0; round < 2; round += 1) await takeAndClose(pool);
  expect(openPipes()).toEqual([]);
});

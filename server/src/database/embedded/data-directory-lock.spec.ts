import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@hyprbox/testing';
import type { TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryLock } from './data-directory-lock.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const SHORT_WAIT_MS = 50;
let directory: TemporaryDirectory;

beforeEach(async () => {
  directory = await temporaryDirectory();
});

afterEach(() => directory.remove());

const acquire = (waitMs = SHORT_WAIT_MS): Promise<DataDirectoryLock> =>
  DataDirectoryLock.acquire(directory.path, quiet, waitMs);

describe('DataDirectoryLock', () => {
  it('admits one server and names it to the next', async () => {
    await acquire();

    await expect(acquire()).rejects.toThrow(
      `Another HyprBox server uses this data directory: process ${process.pid} in ${directory.path}`,
    );
  });

  it('admits one of many that start together', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => acquire()));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('admits the next server once the first has released it', async () => {
    const first = await acquire();
    const second = acquire(5_000);
    await first.release();

    await (await second).release();
    expect(await readdir(directory.path)).toEqual([]);
  });

  it('waits longer for a server that has said that it is stopping', async () => {
    const first = await acquire();
    await first.announceStopping();
    const second = acquire(0);
    await first.release();

    await expect(second).resolves.toBeInstanceOf(DataDirectoryLock);
  });

  it.each([
    ['a server that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', bootId: '', stopping: false })],
    [
      'another process that got the same id',
      JSON.stringify({ pid: process.pid, startTime: '1', bootId: '', stopping: false }),
    ],
    ['a write that a power cut broke off', '{"pid":'],
  ])('takes over the lock of %s', async (_, content) => {
    await writeFile(join(directory.path, 'server.lock'), content);

    await expect(acquire()).resolves.toBeInstanceOf(DataDirectoryLock);
  });

  it('does not fail to announce when the directory is gone', async () => {
    const lock = await acquire();
    await directory.remove();

    await lock.announceStopping();
    await lock.release();
    expect(existsSync(directory.path)).toBe(false);
  });
});

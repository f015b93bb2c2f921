import { describe, expect, it } from 'vitest';
import { DiskSpaces, usedPercent } from './disk-space.js';
import type { Mount } from './mounts.js';

const mount = (path: string, fsType = 'ext4'): Mount => ({
  device: path,
  root: '/',
  mount: path,
  fsType,
  source: '/dev/x',
});
const size = { bsize: 4096, blocks: 100, bfree: 40, bavail: 35 };

describe('DiskSpaces', () => {
  it('computes what is used as df does', async () => {
    const [space] = await new DiskSpaces(() => Promise.resolve(size)).read([mount('/')]);
    expect(space).toMatchObject({ usedBytes: 60 * 4096, availableBytes: 35 * 4096, totalBytes: 95 * 4096 });
    expect(space && usedPercent(space)).toBeCloseTo((60 / 95) * 100);
  });

  it('leaves out a filesystem that claims more than can be', async () => {
    const spaces = new DiskSpaces(() => Promise.resolve({ ...size, blocks: 2 ** 60, bfree: 2 ** 60 }));
    expect(await spaces.read([mount('/')])).toEqual([]);
  });

  it('leaves out a filesystem that hangs or fails, and does not ask it again while it hangs', async () => {
    const asked: string[] = [];
    const spaces = new DiskSpaces((path) => {
      asked.push(path);
      if (path === '/hangs') return new Promise(() => undefined);
      return path === '/fails' ? Promise.reject(new Error('EIO')) : Promise.resolve(size);
    });
    const mounts = [mount('/'), mount('/hangs', 'nfs4'), mount('/fails'), mount('/data')];
    const shown = async (): Promise<string[]> => (await spaces.read(mounts)).map((space) => space.mount.mount);
    expect(await shown()).toEqual(['/', '/data']);
    expect(await shown()).toEqual(['/', '/data']);
    expect(asked.filter((path) => path === '/hangs')).toHaveLength(1);
  });
});

it('is no use at all of a filesystem without blocks', () => {
  expect(usedPercent({ usedBytes: 0, availableBytes: 0 })).toBe(0);
});

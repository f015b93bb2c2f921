import { describe, expect, it } from 'vitest';
import { DiskSpaces, fullest, usedPercent } from './disk-space.js';
import type { Mount } from '../host/mounts.js';

const mount = (path: string, fsType = 'ext4', isReadOnly = false): Mount => ({
  id: 1,
  device: path,
  root: '/',
  mount: path,
  path: Buffer.from(path),
  fsType,
  source: '/dev/x',
  isReadOnly,
});
const size = { bsize: 4096, blocks: 100, bfree: 40, bavail: 35, files: 200, ffree: 50 };

describe('DiskSpaces', () => {
  it('computes what is used as df does', async () => {
    const [space] = await new DiskSpaces(() => Promise.resolve(size)).read([mount('/')]);
    expect(space).toMatchObject({ usedBytes: 60 * 4096, availableBytes: 35 * 4096, totalBytes: 95 * 4096 });
    expect(space && usedPercent(space)).toBeCloseTo((60 / 95) * 100);
  });

  it('counts inodes where there is a fixed number of them', async () => {
    const inodesOf = async (counts: { files: number; ffree: number }): Promise<unknown> => {
      const [space] = await new DiskSpaces(() => Promise.resolve({ ...size, ...counts })).read([mount('/')]);
      return space?.inodes;
    };
    expect(await inodesOf({ files: 200, ffree: 50 })).toEqual({ used: 150, total: 200 });
    // btrfs
    expect(await inodesOf({ files: 0, ffree: 0 })).toBeNull();
    expect(await inodesOf({ files: 10, ffree: 11 })).toBeNull();
  });

  it('leaves out a filesystem that claims more than can be', async () => {
    const spaces = new DiskSpaces(() => Promise.resolve({ ...size, blocks: 2 ** 60, bfree: 2 ** 60 }));
    expect(await spaces.read([mount('/')])).toEqual([]);
  });

  it('leaves out a filesystem that hangs or fails, and does not ask it again while it hangs', async () => {
    const asked: string[] = [];
    const spaces = new DiskSpaces((bytes) => {
      const path = bytes.toString();
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

describe('the unit that a filesystem counts in', () => {
  const wide = { ...size, bsize: 1024 * 1024 };

  it('is the fragment, not the block that is best read', async () => {
    const [space] = await new DiskSpaces(() => Promise.resolve({ ...wide, frsize: 4096 })).read([mount('/')]);
    expect(space?.totalBytes).toBe(95 * 4096);
  });

  it('is asked for once where Node.js does not tell it and the two may differ', async () => {
    const asked: string[] = [];
    const spaces = new DiskSpaces(
      () => Promise.resolve(wide),
      (path) => {
        asked.push(path.toString());
        return Promise.resolve(path.toString() === '/mute' ? null : 4096);
      },
    );
    const mounts = [mount('/data', 'virtiofs'), mount('/mute', 'fuse.x'), mount('/', 'ext4')];
    const totals = async (): Promise<[string, number][]> =>
      (await spaces.read(mounts)).map((space) => [space.mount.mount, space.totalBytes]);
    const expected = [
      ['/data', 95 * 4096],
      ['/', 95 * 1024 ** 2],
    ];
    expect(await totals()).toEqual(expected);
    expect(await totals()).toEqual(expected);
    expect(asked).toEqual(['/data', '/mute']);
  });
});

describe('the fullest filesystem', () => {
  const space = (of: Mount, percent: number) => ({
    mount: of,
    usedBytes: percent,
    availableBytes: 100 - percent,
    totalBytes: 100,
    inodes: null,
  });

  it('is the fullest that the host can write and need not share', () => {
    const spaces = [
      space(mount('/', 'squashfs', true), 100),
      space(mount('/archive', 'nfs4'), 99),
      space(mount('/boot', 'ext4'), 40),
      space(mount('/iso', 'ext4', true), 100),
      space(mount('/remote', 'fuse.sshfs'), 98),
      space(mount('/var', 'xfs'), 97),
    ];
    expect(fullest(spaces)?.mount.mount).toBe('/var');
  });

  it('is the root of a host that has its root elsewhere', () => {
    expect(fullest([space(mount('/', 'nfs4'), 50)])?.mount.mount).toBe('/');
  });

  it('is none where nothing can be written', () => {
    expect(fullest([space(mount('/', 'overlay', true), 100)])).toBeNull();
  });
});

it('is no use at all of a filesystem without blocks', () => {
  expect(usedPercent({ usedBytes: 0, availableBytes: 0 })).toBe(0);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostTree } from '../testing/host-tree.js';
import { DiskSpaces } from './disk-space.js';
import { HostFiles } from './host-files.js';
import { Sampler } from './sampler.js';

let tree: HostTree;

beforeEach(() => {
  tree = new HostTree();
});
afterEach(() => tree.remove());

/** Percentages in use by path. */
function sampler(used: Record<string, number> = {}): Sampler {
  const sizeOf = (path: Buffer) => {
    const percent = used[path.toString()] ?? 0;
    return Promise.resolve({
      bsize: 1 << 20,
      frsize: 1024,
      blocks: 100,
      bfree: 100 - percent,
      bavail: 100 - percent,
      files: 0,
      ffree: 0,
    });
  };
  return new Sampler(new HostFiles(tree.root), new DiskSpaces(sizeOf));
}

describe('the disk figure of a sample', () => {
  it('is of the fullest filesystem of the host, and says which', async () => {
    tree.write(
      'proc/self/mountinfo',
      [
        '1 0 7:0 / / ro - squashfs /dev/loop0 ro',
        '2 1 8:1 / /etc rw - ext4 /dev/sda1 rw',
        '3 1 8:2 / /var rw - ext4 /dev/sda2 rw',
      ].join('\n'),
    );
    expect(await sampler({ '/': 100, '/etc': 10, '/var': 97 }).sample()).toMatchObject({
      diskPct: 97,
      diskMount: '/var',
      diskUsedBytes: 97 * 1024,
      diskTotalBytes: 100 * 1024,
      filesystems: [{ mount: '/' }, { mount: '/etc' }, { mount: '/var' }],
    });
  });

  it('is nothing on a host that cannot be written at all', async () => {
    tree.write('proc/self/mountinfo', '1 0 0:9 / / ro - overlay overlay ro,lowerdir=/a:/b');
    const sample = await sampler({ '/': 100 }).sample();
    expect(sample.diskPct).toBe(0);
    expect(sample).not.toHaveProperty('diskMount');
  });
});

it('tells what it can of a host that hides everything', async () => {
  expect(await sampler().sample()).toMatchObject({ cpuPct: 0, memPct: 0, diskPct: 0, filesystems: [] });
});

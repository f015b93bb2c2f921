import { describe, expect, it } from 'vitest';
import { parseMounts, realFilesystems } from './mounts.js';

const text = [
  '22 27 0:21 / /proc rw - proc proc rw',
  '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '30 27 254:0 /srv/data /bind rw - ext4 /dev/vda rw',
  '31 27 8:1 /sub /mnt/sub rw - xfs /dev/sda1 rw',
  '32 27 8:1 / /mnt/with\\040blank rw shared:1 - xfs /dev/sda1 rw',
  '33 27 7:0 / /snap/core/1 ro - squashfs /dev/loop0 ro',
  '34 27 0:40 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw',
  '35 27 0:41 / /run tmpfs - tmpfs tmpfs rw',
  '36 27 0:50 / /mnt/nfs rw - nfs4 server:/export rw',
  '37 27 8:17 / /data rw - ext4 /dev/sdb1 rw',
  '38 27 8:33 / /data rw - ext4 /dev/sdc1 rw',
  '39 27 8:49 /hosts /etc/hosts rw - ext4 /dev/sdd1 rw',
  '',
].join('\n');

describe('realFilesystems', () => {
  it('shows each filesystem with data once, under its best name, and what hides another', () => {
    const found = realFilesystems(parseMounts(text), 64);
    expect(found.map(({ mount, source }) => [mount, source])).toEqual([
      ['/', '/dev/vda'],
      ['/data', '/dev/sdc1'],
      ['/mnt/nfs', 'server:/export'],
      ['/mnt/with blank', '/dev/sda1'],
    ]);
  });

  it("shows a container's root, and no more than is asked for, the root first", () => {
    const mounts = parseMounts('1 0 0:9 / / rw - overlay overlay rw\n2 1 8:1 / /Data rw - ext4 /dev/sda1 rw');
    expect(realFilesystems(mounts, 1).map(({ mount }) => mount)).toEqual(['/']);
  });
});

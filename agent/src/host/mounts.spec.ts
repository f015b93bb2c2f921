import { describe, expect, it } from 'vitest';
import { isHostsOwn, parseMounts, realFilesystems } from './mounts.js';

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

  it('shows a path that is no UTF-8, or cannot be printed, escaped, and keeps its bytes', () => {
    const lines = [
      '1 0 8:1 / /srv/\xff\xe4 rw - ext4 /dev/sda1 rw',
      '2 0 8:2 / /srv/\u00c3\u00a4 rw - ext4 /dev/sda2 rw',
      '3 0 8:3 / /srv/a\\012\\134b\x1b rw - ext4 /dev/sda3 rw',
    ];
    const found = realFilesystems(parseMounts(lines.join('\n')), 64);
    expect(found.map(({ mount, path }) => [mount, path.toString('latin1')])).toEqual([
      ['/srv/\\xff\\xe4', '/srv/\xff\xe4'],
      ['/srv/a\\x0a\\b\\x1b', '/srv/a\n\\b\x1b'],
      ['/srv/ä', '/srv/\u00c3\u00a4'],
    ]);
  });

  it('knows which filesystems cannot be written, whatever the view of the agent is', () => {
    const lines = [
      '1 0 8:1 / / ro - ext4 /dev/sda1 rw,errors=remount-ro',
      '2 0 7:1 / /image rw - ext4 /dev/loop1 ro',
      '3 0 7:2 / /cd rw - iso9660 /dev/sr0 rw',
      '4 0 0:9 / /layers rw - overlay overlay ro,lowerdir=/a:/b',
    ];
    expect(parseMounts(lines.join('\n')).map((mount) => [mount.mount, isHostsOwn(mount)])).toEqual([
      ['/', true],
      ['/image', false],
      ['/cd', false],
      ['/layers', false],
    ]);
  });

  it("shows a container's root, and no more than is asked for, the root first", () => {
    const mounts = parseMounts('1 0 0:9 / / rw - overlay overlay rw\n2 1 8:1 / /Data rw - ext4 /dev/sda1 rw');
    expect(realFilesystems(mounts, 1).map(({ mount }) => mount)).toEqual(['/']);
  });
});

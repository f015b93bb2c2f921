import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostTree } from '../testing/host-tree.js';
import { ControlGroup } from './control-group.js';
import { HostFiles } from './host-files.js';
import { usableCores } from './inventory.js';
import { readMemory } from './memory-figures.js';

const mebi = 1024 ** 2;
const cgroup2 = '30 25 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n';
let tree: HostTree;

beforeEach(() => {
  tree = new HostTree().write(
    'proc/meminfo',
    'MemTotal: 65536000 kB\nMemAvailable: 6553600 kB\nSwapTotal: 1024000 kB\nSwapFree: 512000 kB\n',
  );
});
afterEach(() => tree.remove());

const memory = () => {
  const host = new HostFiles(tree.root);
  return readMemory(host, new ControlGroup(host));
};
const processors = () => new ControlGroup(new HostFiles(tree.root)).processors();

/** A group of version 2 with its limits. */
function limit(directory: string, memoryMax: number | 'max', cpuMax = 'max 100000'): void {
  tree
    .write(`${directory}/memory.max`, `${memoryMax}\n`)
    .write(`${directory}/memory.current`, `${300 * mebi}\n`)
    .write(`${directory}/memory.stat`, `anon 1\ninactive_file ${100 * mebi}\n`)
    .write(`${directory}/cpu.max`, `${cpuMax}\n`)
    .write(`${directory}/cpu.stat`, 'usage_usec 5000000\nuser_usec 1\n');
}

describe('a host without a limit', () => {
  it('has all of its memory', () => {
    expect(memory()).toMatchObject({ memPct: 90, memTotalBytes: 65_536_000 * 1024 });
    expect(processors()).toBeNull();
  });

  it('does not take the limits of the agent’s own service for its own', () => {
    tree.write('proc/self/mountinfo', cgroup2);
    tree.write('proc/self/cgroup', '0::/system.slice/hyprnode.service\n').write('proc/1/cgroup', '0::/init.scope\n');
    limit('sys/fs/cgroup/system.slice/hyprnode.service', 400 * mebi, '10000 100000');
    expect(memory().memTotalBytes).toBe(65_536_000 * 1024);
    expect(processors()).toBeNull();
  });

  it('does not count the cache of ZFS as used, but what that always keeps', () => {
    const arcstats = `13 1 0x01 123 33456 1 2\nname type data\nc_min 4 ${1000 * 1024}\nsize 4 ${50_000_000 * 1024}\n`;
    tree.write('proc/spl/kstat/zfs/arcstats', arcstats.replaceAll(' 4 ', '                            4    '));
    expect(memory().memUsedBytes).toBe((65_536_000 - 6_553_600 - 50_000_000 + 1000) * 1024);
  });
});

describe('a container', () => {
  it('of version 2 has what it may use, without the files that it could give back', () => {
    tree.write('proc/self/mountinfo', cgroup2).write('proc/self/cgroup', '0::/\n').write('proc/1/cgroup', '0::/\n');
    limit('sys/fs/cgroup', 400 * mebi, '150000 100000');
    tree.write('sys/fs/cgroup/memory.swap.max', '0\n').write('sys/fs/cgroup/memory.swap.current', '0\n');
    expect(memory()).toEqual({
      memPct: 50,
      memUsedBytes: 200 * mebi,
      memTotalBytes: 400 * mebi,
      swapTotalBytes: 0,
      swapUsedBytes: 0,
    });
    expect(processors()).toEqual({ cores: 1.5, usedSeconds: 5 });
    const host = new HostFiles(tree.root);
    expect([usableCores(64, host), usableCores(1, host)]).toEqual([2, 1]);
  });

  it('with systemd in it goes by the lowest limit on the way up', () => {
    tree.write('proc/self/mountinfo', cgroup2);
    tree.write('proc/self/cgroup', '0::/system.slice/hyprnode.service\n').write('proc/1/cgroup', '0::/init.scope\n');
    limit('sys/fs/cgroup', 800 * mebi);
    limit('sys/fs/cgroup/system.slice', 'max');
    limit('sys/fs/cgroup/system.slice/hyprnode.service', 100 * mebi);
    expect(memory().memTotalBytes).toBe(800 * mebi);
  });

  it('whose limit is above what its host has, has what its host has', () => {
    tree.write('proc/self/mountinfo', cgroup2).write('proc/self/cgroup', '0::/x\n').write('proc/1/cgroup', '0::/x\n');
    limit('sys/fs/cgroup/x', 2 ** 50);
    expect(memory().memTotalBytes).toBe(65_536_000 * 1024);
  });

  it('of version 1, which sees its own group as the root', () => {
    tree
      .write(
        'proc/self/mountinfo',
        [
          '31 30 0:27 /docker/1a /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory',
          '32 30 0:28 /docker/1a /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct',
        ].join('\n'),
      )
      .write('proc/self/cgroup', '5:memory:/docker/1a\n4:cpu,cpuacct:/docker/1a\n0::/\n')
      .write('proc/1/cgroup', '5:memory:/docker/1a\n4:cpu,cpuacct:/docker/1a\n0::/\n')
      .write('sys/fs/cgroup/memory/memory.limit_in_bytes', `${500 * mebi}\n`)
      .write('sys/fs/cgroup/memory/memory.usage_in_bytes', `${450 * mebi}\n`)
      .write('sys/fs/cgroup/memory/memory.memsw.limit_in_bytes', `${600 * mebi}\n`)
      .write('sys/fs/cgroup/memory/memory.stat', `total_inactive_file ${200 * mebi}\ntotal_swap ${10 * mebi}\n`)
      .write('sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us', '50000\n')
      .write('sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us', '100000\n')
      .write('sys/fs/cgroup/cpu,cpuacct/cpuacct.usage', '7000000000\n');
    expect(memory()).toEqual({
      memPct: 50,
      memUsedBytes: 250 * mebi,
      memTotalBytes: 500 * mebi,
      swapTotalBytes: 100 * mebi,
      swapUsedBytes: 10 * mebi,
    });
    expect(processors()).toEqual({ cores: 0.5, usedSeconds: 7 });
  });

  it('of version 1 without a limit has what its host has', () => {
    tree
      .write('proc/self/mountinfo', '31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory')
      .write('proc/self/cgroup', '5:memory:/x\n')
      .write('sys/fs/cgroup/memory/x/memory.limit_in_bytes', '9223372036854771712\n')
      .write('sys/fs/cgroup/memory/x/memory.usage_in_bytes', '1\n');
    expect(memory().memTotalBytes).toBe(65_536_000 * 1024);
  });
});

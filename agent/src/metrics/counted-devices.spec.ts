import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostTree } from '../testing/host-tree.js';
import { countedDisks, CountedDevices, countedInterfaces } from './counted-devices.js';
import { HostFiles } from './host-files.js';

let tree: HostTree;

beforeEach(() => {
  tree = new HostTree();
});
afterEach(() => tree.remove());

const interfaces = (...names: string[]): string[] => [...countedInterfaces(names, new HostFiles(tree.root))];
const disks = (...names: string[]): string[] => [...countedDisks(names, new HostFiles(tree.root))];

function physical(name: string, index: number, link = index): void {
  tree.directory(`sys/class/net/${name}/device`);
  tree.write(`sys/class/net/${name}/ifindex`, `${index}\n`).write(`sys/class/net/${name}/iflink`, `${link}\n`);
}

describe('the interfaces that count', () => {
  it('are those with a device, whatever a bridge, a VLAN or a bond over them is called', () => {
    physical('eth0', 2);
    physical('enp3s0', 3);
    for (const name of ['uplink', 'eth0.100', 'team-a', 'veth1', 'docker0', 'wg0', 'lo']) {
      tree.directory(`sys/class/net/${name}`);
    }
    tree.link('sys/class/net/eth0/master', '../uplink');
    expect(interfaces('lo', 'eth0', 'enp3s0', 'uplink', 'eth0.100', 'team-a', 'veth1', 'docker0', 'wg0')).toEqual([
      'eth0',
      'enp3s0',
    ]);
  });

  it('leave out what another one includes: a fast path, the ports of a switch chip', () => {
    physical('eth0', 2);
    physical('enP1s1', 3);
    tree.link('sys/class/net/enP1s1/master', '../eth0');
    physical('lan1', 4, 2);
    expect(interfaces('eth0', 'enP1s1', 'lan1')).toEqual(['eth0']);
  });

  it('are those of the default routes in a container, and all in one that has none', () => {
    expect(interfaces('lo', 'eth0', 'eth1')).toEqual(['eth0', 'eth1']);
    const route = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n';
    tree.write('proc/net/route', `${route}eth1\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\n`);
    expect(interfaces('lo', 'eth0', 'eth1')).toEqual(['eth1']);
  });
});

describe('the disks that count', () => {
  it('are whole disks, not what lies on or over them', () => {
    for (const name of ['sda', 'nvme0n1']) tree.directory(`sys/block/${name}/device`);
    for (const name of ['dm-0', 'md0', 'loop0', 'rbd0']) tree.directory(`sys/block/${name}`);
    expect(disks('sda', 'sda1', 'nvme0n1', 'nvme0n1p1', 'dm-0', 'md0', 'loop0', 'rbd0')).toEqual([
      'sda',
      'nvme0n1',
      'rbd0',
    ]);
  });

  it('are all but loops and memory where no device is shown', () => {
    for (const name of ['xvda', 'loop0', 'zram0']) tree.directory(`sys/block/${name}`);
    expect(disks('xvda', 'xvda1', 'loop0', 'zram0')).toEqual(['xvda']);
  });
});

it('are chosen anew when there are others, not at each reading', () => {
  let chosen = 0;
  const devices = new CountedDevices((names) => {
    chosen += 1;
    return new Set(names);
  });
  expect([devices.of(['a']), devices.of(['a']), devices.of(['a', 'b'])].map((set) => set.size)).toEqual([1, 1, 2]);
  expect(chosen).toBe(2);
});

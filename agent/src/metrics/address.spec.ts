import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HostTree } from '../testing/host-tree.js';
import { primaryAddress } from './address.js';
import { HostFiles } from './host-files.js';

let tree: HostTree;

beforeEach(() => {
  tree = new HostTree();
});
afterEach(() => tree.remove());

// Only what is looked at of what the system tells.
const address = (text: string): NetworkInterfaceInfo =>
  ({ address: text, family: text.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo;
const interfaces = {
  lo: [address('127.0.0.1'), address('::1')],
  docker0: [address('172.17.0.1')],
  eth0: [address('fe80::1'), address('fd00::5'), address('2001:db8::5')],
  eth1: [address('10.1.0.5')],
};
const shown = (of: Record<string, NetworkInterfaceInfo[]> = interfaces) => primaryAddress(of, new HostFiles(tree.root));

const zeros = '0'.repeat(32);
const route6 = (name: string, metric: string, flags: string): string =>
  `${zeros} 00 ${zeros} 00 ${'fe80'.padEnd(32, '0')} ${metric} 00000001 00000000 ${flags} ${name}\n`;
const route4 = (name: string, metric: number, flags = '0003', mask = '00000000'): string =>
  `${name}\t00000000\t0100000A\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`;
const head4 = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

it('is that of the interface of the default route, the preferred one first', () => {
  tree.write('proc/net/route', head4 + route4('docker0', 600) + route4('eth1', 100));
  expect(shown()).toBe('10.1.0.5');
});

it('is the global one of a host that has IPv6 only, never that of a bridge for containers', () => {
  tree.write('proc/net/route', `${head4}docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n`);
  tree.write('proc/net/ipv6_route', route6('lo', 'ffffffff', '00200200') + route6('eth0', '00000400', '00450003'));
  expect(shown()).toBe('2001:db8::5');
});

it('is not that of half of all addresses, nor of a route that is down or refuses', () => {
  const half = route4('docker0', 0, '0003', '00000080');
  tree.write('proc/net/route', head4 + half + route4('docker0', 0, '0000') + route4('docker0', 0, '0201'));
  expect(shown()).toBeUndefined();
});

it('is that of a physical interface where there is no default route', () => {
  for (const name of ['eth0', 'eth1']) tree.directory(`sys/class/net/${name}/device`);
  expect(shown()).toBe('10.1.0.5');
});

it('is that of whatever is no bridge in a container without routes, and of the loopback of a router', () => {
  tree.directory('sys/class/net/docker0/bridge').directory('sys/class/net/eth0');
  expect(shown({ docker0: interfaces.docker0, eth0: [address('172.20.0.2')] })).toBe('172.20.0.2');
  expect(shown({ docker0: interfaces.docker0, lo: [address('127.0.0.1'), address('192.0.2.7')] })).toBe('192.0.2.7');
});

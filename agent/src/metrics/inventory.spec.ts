import { expect, it } from 'vitest';
import { defaultInterface, parseOsRelease } from './inventory.js';

it.each([
  ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian', 'Debian GNU/Linux 12 (bookworm)'],
  ["PRETTY_NAME='Alpine'", 'Alpine'],
  ['PRETTY_NAME=Void', 'Void'],
  ['ID=x', undefined],
])('reads the name of the system', (text, name) => {
  expect(parseOsRelease(text)).toBe(name);
});

it('finds the interface of the default route', () => {
  const routes = 'Iface\tDestination\tGateway\neth1\t0000A8C0\t00000000\neth0\t00000000\t0100A8C0\n';
  expect(defaultInterface(routes)).toBe('eth0');
  expect(defaultInterface('')).toBeUndefined();
});

import { expect, it } from 'vitest';
import { parseOsRelease } from './inventory.js';

it.each([
  ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian', 'Debian GNU/Linux 12 (bookworm)'],
  ["PRETTY_NAME='Alpine'", 'Alpine'],
  ['PRETTY_NAME=Void', 'Void'],
  ['ID=x', undefined],
])('reads the name of the system', (text, name) => {
  expect(parseOsRelease(text)).toBe(name);
});

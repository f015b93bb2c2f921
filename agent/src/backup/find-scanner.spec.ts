import { expect, it } from 'vitest';
import { FindScanner } from './find-scanner.js';

const odd = '/a "},{" ]\\ \n ü';
const printed = JSON.stringify([
  {
    matches: [
      { path: odd, type: 'file', size: 1 },
      { path: '/b', type: 'dir' },
    ],
    hits: 2,
    snapshot: 'first',
  },
  { matches: null, hits: 0, snapshot: 'none' },
  { matches: [{ path: '/c', type: 'file' }], hits: 1, snapshot: 'second' },
]);

it.each([1, 2, 7, 10_000])('reads what was found from pieces of %s bytes', (size) => {
  const found: [string, string[]][] = [];
  const scanner = new FindScanner(
    (path) => path !== '/b',
    (snapshot, entries) => found.push([snapshot, entries.map(({ path }) => path)]),
  );
  const bytes = Buffer.from(`${printed}\n`);
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  expect(found).toEqual([
    ['first', [odd]],
    ['none', []],
    ['second', ['/c']],
  ]);
});

import { expect, it } from 'vitest';
import { get, order, path } from './endpoint.js';
import { addressOf, queryOf } from './request.js';
import type { Query } from './request.js';
import { sendEach } from './send-each.js';

const address = (query: Query): string => addressOf(get('/nodes', query));

it('leaves out what is not set, and only that', () => {
  expect(address({ tag: null, q: undefined, status: '' })).toBe('/api/nodes');
  expect(address({ points: 0, dryRun: false })).toBe('/api/nodes?points=0&dryRun=false');
});

it('joins a list by commas, and leaves out an empty one', () => {
  expect(queryOf(get('/nodes', { ids: ['a', 'b'], others: [] }))).toEqual({ ids: 'a,b' });
});

it('keeps what a query holds one value', () => {
  expect(address({ q: 'a&b=c d+e,f' })).toBe('/api/nodes?q=a%26b%3Dc+d%2Be%2Cf');
});

it('keeps each part of a path one segment', () => {
  expect(path`/nodes/${'a/../b?c#d%2e'}/status`).toBe('/nodes/a%2F..%2Fb%3Fc%23d%252e/status');
});

it.each(['', '.', '..'])('refuses %j as a part of a path, which would lead elsewhere', (part) => {
  expect(() => path`/nodes/${part}`).toThrow(TypeError);
});

it('sends what the endpoints of a group make, those of a group in it, too', () => {
  const group = { all: () => get('/all'), inner: { one: (id: string) => order(path`/inner/${id}`, {}, 'key') } };
  const sent: string[] = [];
  const calls = sendEach(group, (make) => sent.push(addressOf(make()))) as typeof group;
  calls.all();
  calls.inner.one('a');
  expect(sent).toEqual(['/api/all', '/api/inner/a']);
});

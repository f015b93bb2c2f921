import type { Node, NodeSort } from '@hyprbox/contracts';
import { aNode } from '../testing/builders';
import { countsOf, inPresentOrder, inQuery } from './fleet-order';
import type { FleetQuery } from './fleet-query';
import { Host } from './host';

const everything: FleetQuery = { q: '', status: null, tag: '', sort: 'name' };

function hostsOf(...nodes: Partial<Node>[]): Host[] {
  return nodes.map((node) => new Host(aNode({ hostname: node.id ?? 'web-1', ...node })));
}

function idsIn(hosts: readonly Host[], query: Partial<FleetQuery>): string[] {
  return inQuery(hosts, { ...everything, ...query }).map(({ id }) => id);
}

describe('inQuery', () => {
  const metrics = (cpuPct: number) => ({ cpuPct, memPct: 1, diskPct: 1 });

  it('finds part of an id, a hostname or a display name, in any case', () => {
    const hosts = hostsOf(
      { id: 'a1', hostname: 'Mail.example' },
      { id: 'b2', displayName: 'Primary DB' },
      { id: 'c3' },
    );
    expect(idsIn(hosts, { q: 'MAIL' })).toEqual(['a1']);
    expect(idsIn(hosts, { q: 'primary d' })).toEqual(['b2']);
    expect(idsIn(hosts, { q: '3' })).toEqual(['c3']);
  });

  it('keeps to a status and to a tag', () => {
    const hosts = hostsOf(
      { id: 'a', status: 'CRITICAL', tags: ['web'] },
      { id: 'b', tags: ['web', 'eu'] },
      { id: 'c', status: 'CRITICAL' },
    );
    expect(idsIn(hosts, { status: 'CRITICAL' })).toEqual(['a', 'c']);
    expect(idsIn(hosts, { tag: 'web' })).toEqual(['a', 'b']);
    expect(idsIn(hosts, { tag: 'web', status: 'CRITICAL' })).toEqual(['a']);
  });

  it.each<[NodeSort, string[]]>([
    ['name', ['b', 'a', 'c']],
    ['-name', ['c', 'a', 'b']],
    ['status', ['c', 'a', 'b']],
    ['-cpu', ['a', 'b', 'c']],
    ['cpu', ['c', 'b', 'a']],
    ['-lastSeen', ['b', 'a', 'c']],
    ['lastSeen', ['c', 'a', 'b']],
  ])('orders by %s as the server does', (sort, ids) => {
    const hosts = hostsOf(
      {
        id: 'a',
        displayName: 'Beta',
        status: 'CRITICAL',
        metrics: metrics(90),
        lastSeenAt: '2026-01-01T00:00:01.000Z',
      },
      { id: 'b', displayName: 'alpha', metrics: metrics(20), lastSeenAt: '2026-01-01T00:00:02.000Z' },
      { id: 'c', displayName: 'gamma', status: 'OFFLINE', metrics: null, lastSeenAt: null },
    );
    expect(idsIn(hosts, { sort })).toEqual(ids);
  });
});

describe('inPresentOrder', () => {
  it('leaves hosts in their places, drops those gone and puts new ones last', () => {
    const [a, b, c, fresh] = hostsOf({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'new' });
    if (!a || !b || !c || !fresh) throw new Error('Four hosts were made');
    expect(inPresentOrder([a, b, c], [fresh, c, a], (host) => host === b)).toEqual([a, c, fresh]);
  });
});

describe('countsOf', () => {
  it('counts by status what the search and the tag leave', () => {
    const hosts = hostsOf(
      { id: 'web-1', status: 'CRITICAL', tags: ['web'] },
      { id: 'web-2', tags: ['web'] },
      { id: 'db-1', status: 'CRITICAL', tags: ['db'] },
    );
    const { total, byStatus } = countsOf(hosts, { q: '', tag: 'web' });
    expect([total, byStatus.CRITICAL, byStatus.ONLINE, byStatus.OFFLINE]).toEqual([2, 1, 1, 0]);
    expect(countsOf(hosts, { q: 'db', tag: '' }).byStatus.CRITICAL).toBe(1);
  });
});

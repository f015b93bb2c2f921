import { aNode } from '../testing/builders';
import { inPresentOrder, withHeartbeats } from './fleet-merge';

const metrics = { cpuPct: 1, memPct: 2, diskPct: 3 };

describe('withHeartbeats', () => {
  it('keeps the same array when no shown host is among them', () => {
    const nodes = [aNode({ id: 'a' })];
    expect(withHeartbeats(nodes, [{ nodeId: 'z', at: '2026-01-01T00:00:00.000Z', status: 'ONLINE', metrics }])).toBe(
      nodes,
    );
  });

  it('leaves out a heartbeat that is older than what is shown', () => {
    const nodes = [aNode({ id: 'a', lastSeenAt: '2026-01-01T00:00:10.000Z' })];
    expect(withHeartbeats(nodes, [{ nodeId: 'a', at: '2026-01-01T00:00:00.000Z', status: 'OFFLINE', metrics }])).toBe(
      nodes,
    );
  });

  it('keeps the figures that a heartbeat does not carry', () => {
    const nodes = [aNode({ id: 'a', lastSeenAt: null, metrics: { cpuPct: 9, memPct: 9, diskPct: 9, processes: 212 } })];
    const [node] = withHeartbeats(nodes, [{ nodeId: 'a', at: '2026-01-01T00:00:00.000Z', status: 'ONLINE', metrics }]);
    expect(node?.metrics).toEqual({ ...metrics, processes: 212 });
  });
});

describe('inPresentOrder', () => {
  it('leaves hosts in their places, drops those gone and puts new ones last', () => {
    const present = [aNode({ id: 'a' }), aNode({ id: 'b' }), aNode({ id: 'c' })];
    const fresh = [aNode({ id: 'new' }), aNode({ id: 'c' }), aNode({ id: 'a', status: 'CRITICAL' })];
    const merged = inPresentOrder(present, fresh);
    expect(merged.map(({ id }) => id)).toEqual(['a', 'c', 'new']);
    expect(merged[0]?.status).toBe('CRITICAL');
  });
});

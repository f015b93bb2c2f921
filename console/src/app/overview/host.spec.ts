import { aNode } from '../testing/builders';
import { Host } from './host';

const at = '2026-01-01T00:00:10.000Z';
const earlier = '2026-01-01T00:00:00.000Z';
const metrics = { cpuPct: 1, memPct: 2, diskPct: 3 };

describe('a host', () => {
  it('leaves out a heartbeat that is older than what is shown', () => {
    const host = new Host(aNode({ lastSeenAt: at }));
    const before = host.node();
    host.beat({ nodeId: host.id, at: earlier, status: 'OFFLINE', metrics });
    expect(host.node()).toBe(before);
  });

  it('keeps the figures that a heartbeat does not carry', () => {
    const host = new Host(aNode({ lastSeenAt: null, metrics: { cpuPct: 9, memPct: 9, diskPct: 9, processes: 212 } }));
    host.beat({ nodeId: host.id, at, status: 'WARNING', metrics });
    expect(host.node()).toMatchObject({ status: 'WARNING', lastSeenAt: at, metrics: { ...metrics, processes: 212 } });
  });

  it('has its status since the heartbeat that changed it', () => {
    const host = new Host(aNode({ lastSeenAt: null, status: 'ONLINE', statusSince: '2025-12-31T00:00:00.000Z' }));
    host.beat({ nodeId: host.id, at: earlier, status: 'CRITICAL', metrics });
    host.beat({ nodeId: host.id, at, status: 'CRITICAL', metrics });
    expect(host.node()).toMatchObject({ status: 'CRITICAL', statusSince: earlier });
    host.renew(aNode({ lastSeenAt: null, status: 'ONLINE', statusSince: null }));
    expect(host.node()).toMatchObject({ status: 'CRITICAL', statusSince: earlier });
  });

  it('keeps figures that are newer than the list that is read', () => {
    const host = new Host(aNode({ lastSeenAt: at, status: 'CRITICAL' }));
    host.renew(aNode({ lastSeenAt: earlier, status: 'ONLINE', tags: ['web'] }));
    expect(host.node()).toMatchObject({ lastSeenAt: at, status: 'CRITICAL', tags: ['web'] });
  });
});

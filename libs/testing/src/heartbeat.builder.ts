import type { Heartbeat, KeptSample, Metrics } from '@hyprbox/contracts';

const GIB = 1024 ** 3;

/** A healthy host's reading; name only what the test is about. */
export function someMetrics(differing: Partial<Metrics> = {}): Metrics {
  return {
    cpuPct: 12.5,
    memPct: 50,
    diskPct: 25,
    memUsedBytes: 4 * GIB,
    memTotalBytes: 8 * GIB,
    swapUsedBytes: 0,
    swapTotalBytes: 2 * GIB,
    diskUsedBytes: 25 * GIB,
    diskTotalBytes: 100 * GIB,
    load1: 0.5,
    load5: 0.4,
    load15: 0.3,
    netRxBps: 1_000,
    netTxBps: 2_000,
    diskReadBps: 3_000,
    diskWriteBps: 4_000,
    uptimeSeconds: 86_400,
    processes: 120,
    filesystems: [{ mount: '/', fsType: 'ext4', usedBytes: 25 * GIB, totalBytes: 100 * GIB }],
    ...differing,
  };
}

export function aHeartbeat(differing: Partial<Heartbeat> = {}): Heartbeat {
  const nodeId = differing.nodeId ?? 'web-1';
  return {
    nodeId,
    hostname: `${nodeId}.example.com`,
    agentVersion: '0.1.0',
    intervalSeconds: 15,
    metrics: someMetrics(),
    ...differing,
  };
}

/** Samples an agent kept while the server was away: oldest first, the newest one interval before `until`. */
export function keptSamples(count: number, until: Date, intervalSeconds = 15): KeptSample[] {
  return Array.from({ length: count }, (_, index) => ({
    at: new Date(until.getTime() - (count - index) * intervalSeconds * 1_000).toISOString(),
    metrics: someMetrics(),
  }));
}

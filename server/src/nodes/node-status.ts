import type { Metrics, NodeStatus, Thresholds } from '@hyprbox/contracts';

/** A node is never called offline earlier than this, and never later than the other. */
export const minSilenceSeconds = 30;
export const maxSilenceSeconds = 10 * 60;
/** Heartbeats that may be missed. */
export const missedBeats = 3;

/** How long a node may be silent before it counts as offline. */
export function silenceSeconds(intervalSeconds: number): number {
  return Math.min(Math.max(intervalSeconds * missedBeats, minSilenceSeconds), maxSilenceSeconds);
}

export interface StatusInput {
  /** By the server's clock. */
  lastSeenAt: Date | null;
  intervalSeconds: number;
  metrics: Pick<Metrics, 'cpuPct' | 'memPct' | 'diskPct'> | null;
}

/** The status as it is at a time. `node-status.sql.ts` says the same in SQL; a test compares the two. */
export function nodeStatus(node: StatusInput, thresholds: Thresholds, now: Date): NodeStatus {
  if (node.lastSeenAt === null) return 'UNKNOWN';
  const silentMs = now.getTime() - node.lastSeenAt.getTime();
  if (silentMs >= silenceSeconds(node.intervalSeconds) * 1000) return 'OFFLINE';
  if (node.metrics === null) return 'ONLINE';
  const { cpuPct, memPct, diskPct } = node.metrics;
  const { cpu, mem, disk } = thresholds;
  if (cpuPct >= cpu.critical || memPct >= mem.critical || diskPct >= disk.critical) return 'CRITICAL';
  if (cpuPct >= cpu.warning || memPct >= mem.warning || diskPct >= disk.warning) return 'WARNING';
  return 'ONLINE';
}

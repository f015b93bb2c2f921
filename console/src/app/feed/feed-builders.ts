import type { ActivityEntry, HeartbeatEntry } from './feed-entry';
import { activityEntry } from './feed-entry';

/** Entries for specs. */
export function aHeartbeatEntry(at: string, nodeId = 'web-1'): HeartbeatEntry {
  const metrics = { cpuPct: 34, memPct: 52, diskPct: 61 };
  return { type: 'heartbeat', key: `heartbeat:${nodeId}:${at}`, at, nodeId, status: 'ONLINE', metrics };
}

export function anActivityEntry(at: string, message = 'web-1 came online'): ActivityEntry {
  return activityEntry({ id: `activity-${at}`, at, nodeId: 'web-1', kind: 'node', message });
}

import type { Activity, HeadlineMetrics, HeartbeatEvent, NodeStatus } from '@hyprbox/contracts';

/** A line of the feed. `at` is ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type FeedEntry = HeartbeatEntry | ActivityEntry | GapEntry;

export interface HeartbeatEntry {
  readonly type: 'heartbeat';
  readonly key: string;
  readonly at: string;
  readonly nodeId: string;
  readonly status: NodeStatus;
  readonly metrics: HeadlineMetrics;
}

export interface ActivityEntry {
  readonly type: 'activity';
  readonly key: string;
  readonly at: string;
  readonly activity: Activity;
}

/** A time without connection: heartbeats that were sent in it are not in the feed. */
export interface GapEntry {
  readonly type: 'gap';
  readonly key: string;
  /** The time of the last word before it. */
  readonly at: string;
  readonly seconds: number;
}

export function heartbeatEntries({ items }: HeartbeatEvent): HeartbeatEntry[] {
  return items.map(({ nodeId, at, status, metrics }) => ({
    type: 'heartbeat',
    key: `heartbeat:${nodeId}:${at}`,
    at,
    nodeId,
    status,
    metrics,
  }));
}

export function activityEntry(activity: Activity): ActivityEntry {
  return { type: 'activity', key: `activity:${activity.id}`, at: activity.at, activity };
}

export function gapEntry(after: string, milliseconds: number): GapEntry {
  return { type: 'gap', key: `gap:${after}`, at: after, seconds: Math.max(1, Math.round(milliseconds / 1000)) };
}

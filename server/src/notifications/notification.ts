import type { Activity, HeadlineMetrics, NodeStatus } from '@hyprbox/contracts';

/**
 * What was committed and is worth a look. The database is the only truth: a notification may be lost, doubled or late, and
 * nothing breaks. Each is small enough to travel between replicas.
 */
export type Notification =
  | { topic: 'work'; nodeId: string }
  | { topic: 'execution'; id: string }
  | { topic: 'output'; id: string }
  /** `seq`: its place among all that was committed, which the version before does not tell. */
  | { topic: 'activity'; seq?: number; activity: Activity }
  | { topic: 'heartbeats'; items: HeartbeatNotification[] }
  | { topic: 'node'; nodeId: string }
  | { topic: 'access'; userId?: string; sessionId?: string; tokenId?: string; nodeId?: string }
  | { topic: 'settings' }
  | { topic: 'repository'; id: string }
  | { topic: 'backup-policies' }
  | { topic: 'alert-rules' }
  /** Null: more than a notification can name. */
  | { topic: 'alerts'; ids: string[] | null }
  /** A rollout changed, or has something to do. */
  | { topic: 'rollout'; id: string }
  | { topic: 'schedules' }
  | { topic: 'approvals' }
  /** A source of presets is to be looked at. */
  | { topic: 'preset-sources' }
  /** Something is to be sent by an alert channel. */
  | { topic: 'deliveries' }
  /** Only within a process: notifications of the last so many milliseconds may not have come, so all are to be taken as given. */
  | { topic: 'missed'; sinceMs: number };

export interface HeartbeatNotification {
  nodeId: string;
  at: string;
  intervalSeconds: number;
  tags: string[];
  metrics: HeadlineMetrics;
  /** By its last minute; the version before does not tell it. */
  status?: NodeStatus;
}

export type Topic = Notification['topic'];
export type NotificationOf<T extends Topic> = Extract<Notification, { topic: T }>;

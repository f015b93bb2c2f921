import type { Activity, HeadlineMetrics } from '@hyprbox/contracts';

/**
 * What was committed and is worth a look. The database is the only truth: a hint may be lost, doubled or late, and
 * nothing breaks. Each is small enough to travel between replicas.
 */
export type Hint =
  | { topic: 'work'; nodeId: string }
  | { topic: 'execution'; id: string }
  | { topic: 'output'; id: string }
  | { topic: 'activity'; activity: Activity }
  | { topic: 'heartbeats'; items: HeartbeatHint[] }
  | { topic: 'node'; nodeId: string }
  | { topic: 'access'; userId?: string; sessionId?: string; tokenId?: string; nodeId?: string }
  | { topic: 'settings' }
  | { topic: 'repository'; id: string }
  | { topic: 'backup-policies' };

export interface HeartbeatHint {
  nodeId: string;
  at: string;
  intervalSeconds: number;
  tags: string[];
  metrics: HeadlineMetrics;
}

export type Topic = Hint['topic'];
export type HintOf<T extends Topic> = Extract<Hint, { topic: T }>;

import type { Activity, HeartbeatEvent } from '@hyprbox/contracts';

/** Events of `/api/stream/nodes`, for `EventStreams.open<NodeEvents>`. */
export interface NodeEvents {
  heartbeat: HeartbeatEvent;
  activity: Activity;
  /** What happened in between is no longer known: read the lists again. */
  resync: Record<string, never>;
}

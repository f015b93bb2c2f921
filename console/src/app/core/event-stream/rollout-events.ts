import type { RolloutSummary, RolloutTargetEvent } from '@hyprbox/contracts';

/** Events of `/api/rollouts/:id/stream`, for `EventStreams.open<RolloutEvents>`. */
export interface RolloutEvents {
  /** Hosts as they have become, several at once. */
  target: RolloutTargetEvent;
  state: RolloutSummary;
  /** What changed in between is no longer known: read it again. */
  resync: Record<string, never>;
  done: unknown;
}

import type { Alert } from '@hyprbox/contracts';

/** Events of `/api/stream/alerts`, for `EventStreams.open<AlertEvents>`. */
export interface AlertEvents {
  /** One that has come, or has changed. */
  alert: Alert;
  /** What changed in between is no longer known: read the lists again. */
  resync: Record<string, never>;
}

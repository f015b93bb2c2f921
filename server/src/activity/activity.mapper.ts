import type { Activity } from '@hyprbox/contracts';
import type { ActivityRow, PlacedRow } from './activity.repository.js';

/** An entry with its place in the order in which entries are committed, which has no gaps. */
export interface PlacedActivity {
  seq: number;
  activity: Activity;
}

export function toPlacedActivity({ seq, ...row }: PlacedRow): PlacedActivity {
  return { seq: Number(seq), activity: toActivity(row) };
}

export function toActivity({ id, at, nodeId, kind, message, executionId }: ActivityRow): Activity {
  return {
    id,
    at: at.toISOString(),
    nodeId,
    kind,
    message,
    ...(executionId !== null && (kind === 'backup' ? { runId: executionId } : { jobId: executionId })),
  };
}

import type { Activity, ActivityKind } from '@hyprbox/contracts';

/** An entry that is to be written. */
export interface NewActivityRow {
  id: string;
  nodeId: string | null;
  kind: ActivityKind;
  message: string;
  /** The execution that it is about: a job's, or that of a run of a backup. */
  executionId: string | null;
}

export interface ActivityRow extends NewActivityRow {
  at: Date;
}

/** An entry with its place in the order in which entries are committed, which has no gaps. */
export interface PlacedActivity {
  seq: number;
  activity: Activity;
}

export function toPlacedActivity({ seq, ...row }: ActivityRow & { seq: string }): PlacedActivity {
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

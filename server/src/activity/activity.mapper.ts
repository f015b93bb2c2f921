import type { Activity, ActivityKind } from '@hyprbox/contracts';

export interface ActivityRow {
  id: string;
  at: Date;
  nodeId: string | null;
  kind: ActivityKind;
  message: string;
  /** The execution that it is about: a job's, or that of a run of a backup. */
  jobId: string | null;
}

export function toActivity({ id, at, nodeId, kind, message, jobId }: ActivityRow): Activity {
  return {
    id,
    at: at.toISOString(),
    nodeId,
    kind,
    message,
    ...(jobId !== null && (kind === 'backup' ? { runId: jobId } : { jobId })),
  };
}

import type { Activity, ActivityKind } from '@hyprbox/contracts';

export interface ActivityRow {
  id: string;
  at: Date;
  nodeId: string | null;
  kind: ActivityKind;
  message: string;
  jobId: string | null;
}

export function toActivity({ id, at, nodeId, kind, message, jobId }: ActivityRow): Activity {
  return { id, at: at.toISOString(), nodeId, kind, message, ...(jobId !== null && { jobId }) };
}

import type { BackupRunReason, OutputEvent, StatusEvent } from '@hyprbox/contracts';

/** Events of `/api/jobs/:id/stream`, for `EventStreams.open<JobEvents>`. */
export interface JobEvents {
  stdout: OutputEvent;
  stderr: OutputEvent;
  status: StatusEvent;
  done: unknown;
}

/** Events of `/api/backups/runs/:id/stream`: as of a job, with a run's reasons. */
export interface RunEvents extends Omit<JobEvents, 'status'> {
  status: StatusEvent<BackupRunReason>;
}

/** Events of `/api/stream/jobs` that tell how several jobs go on; each also carries output, which is not listened to. */
export interface SeveralJobsEvents {
  status: StatusEvent & { jobId: string };
  done: { jobId: string };
}

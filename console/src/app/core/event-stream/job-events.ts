import type { OutputEvent, StatusEvent } from '@hyprbox/contracts';

/** Events of `/api/jobs/:id/stream`, for `EventStreams.open<JobEvents>`. */
export interface JobEvents {
  stdout: OutputEvent;
  stderr: OutputEvent;
  status: StatusEvent;
  done: unknown;
}

/** Events of `/api/stream/jobs` that tell how several jobs go on; each also carries output, which is not listened to. */
export interface SeveralJobsEvents {
  status: StatusEvent & { jobId: string };
  done: { jobId: string };
}

import type { OutputEvent, StatusEvent } from '@hyprbox/contracts';

/** Events of `/api/jobs/:id/stream`, for `EventStreams.open<JobEvents>`. */
export interface JobEvents {
  stdout: OutputEvent;
  stderr: OutputEvent;
  status: StatusEvent;
  done: unknown;
}

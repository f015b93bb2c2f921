import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { StatusEvent } from '@hyprbox/contracts';
import { addressOf, limits, streamsEndpoints } from '@hyprbox/contracts';
import type { ConnectionState } from '../event-stream/connection-state';
import type { EventStream } from '../event-stream/event-stream';
import { EventStreams } from '../event-stream/event-streams';
import type { SeveralJobsEvents } from '../event-stream/job-events';

/** Hears by one stream how several unfinished jobs go on, for as long as the component that provides it is there. */
@Injectable()
export class JobStates {
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly stream = signal<EventStream<SeveralJobsEvents> | null>(null);
  private followed: readonly string[] = [];
  private open = new Set<string>();

  /** Null when there is nothing to follow. */
  readonly connection = computed<ConnectionState | null>(() => this.stream()?.connection() ?? null);

  /** Takes the place of what was followed before; of more jobs than a stream may name, the first are followed. */
  follow(ids: readonly string[], changed: (jobId: string, status: StatusEvent) => void): void {
    const wanted = ids.slice(0, limits.streamJobs);
    // What has ended meanwhile was told of already, and costs an open stream nothing.
    if (wanted.every((id) => this.followed.includes(id)) && (wanted.length > 0 || this.stream() === null)) return;
    this.end();
    if (wanted.length === 0) return;
    this.followed = wanted;
    this.open = new Set(wanted);
    this.stream.set(
      this.streams.open<SeveralJobsEvents>(
        {
          url: addressOf(streamsEndpoints.jobs(wanted)),
          on: {
            status: ({ jobId, ...status }) => changed(jobId, status),
            done: ({ jobId }) => this.done(jobId),
          },
        },
        this.owner,
      ),
    );
  }

  private done(jobId: string): void {
    this.open.delete(jobId);
    // The server closes a stream that has told everything, which would look like a broken one.
    if (this.open.size === 0) this.end();
  }

  private end(): void {
    this.stream()?.close();
    this.stream.set(null);
    this.followed = [];
  }
}

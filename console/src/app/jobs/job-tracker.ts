import type { WritableSignal } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Job, OutputEvent, OutputStream, StatusEvent } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import { timer } from 'rxjs';
import { JobsApi } from '../core/api/jobs.api';
import type { ConnectionState } from '../core/event-stream/connection-state';
import type { EventStream } from '../core/event-stream/event-stream';
import { EventStreams } from '../core/event-stream/event-streams';
import type { JobEvents } from '../core/event-stream/job-events';
import { ExecutionOutput } from '../shared/output/execution-output';

/** How often a job whose host went silent is looked at again: the host may still deliver its end. */
const lateDeliveryPollMilliseconds = 15_000;

/** Keeps one job and its output up to date from the job's event stream, for as long as its view is there. */
@Injectable()
export class JobTracker {
  private readonly jobs = inject(JobsApi);
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly stream = signal<EventStream<JobEvents> | null>(null);
  private readonly ended = signal(false);
  private readonly lastEvent = signal<number | null>(null);

  readonly output = new ExecutionOutput();
  /** Whether all output there is has arrived. */
  readonly complete = this.ended.asReadonly();
  /** When the last event came, in milliseconds of the browser's clock. */
  readonly asOf = this.lastEvent.asReadonly();
  /** Once everything is there, nothing can be lost any more. */
  readonly connection = computed<ConnectionState['state']>(() =>
    this.ended() ? 'live' : (this.stream()?.connection().state ?? 'connecting'),
  );

  follow(job: WritableSignal<Job>): void {
    this.openStream(job);
    this.reloadWhileLost(job);
  }

  /** Reads the job again; a failure leaves what the events told. */
  reload(job: WritableSignal<Job>): void {
    this.fetch(job, () => undefined);
  }

  private openStream(job: WritableSignal<Job>): void {
    this.stream()?.close();
    this.ended.set(false);
    this.stream.set(
      this.streams.open<JobEvents>(
        {
          url: this.jobs.streamUrl(job().id),
          on: {
            stdout: (event) => this.receive('stdout', event),
            stderr: (event) => this.receive('stderr', event),
            status: (event) => this.changeStatus(job, event),
            done: () => this.finish(job),
          },
        },
        this.owner,
      ),
    );
  }

  private receive(stream: OutputStream, event: OutputEvent): void {
    this.lastEvent.set(Date.now());
    this.output.receive(stream, event);
  }

  private changeStatus(job: WritableSignal<Job>, { status, reason, exitCode }: StatusEvent): void {
    this.lastEvent.set(Date.now());
    if (job().status === status) return;
    job.update((known) => ({ ...known, status, reason, exitCode }));
    // The event tells the status only; the times come with the job.
    this.reload(job);
  }

  private finish(job: WritableSignal<Job>): void {
    this.stream()?.close();
    this.output.end();
    this.ended.set(true);
    this.reload(job);
  }

  private fetch(job: WritableSignal<Job>, then: (fresh: Job) => void): void {
    this.jobs
      .get(job().id)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (fresh) => {
          // An answer that was under way when the job ended must not bring it back to life.
          if (isTerminal(job().status) && !isTerminal(fresh.status)) return;
          job.set(fresh);
          then(fresh);
        },
        error: () => {
          // The stream is the first to know when the server is gone, and says so.
        },
      });
  }

  private reloadWhileLost(job: WritableSignal<Job>): void {
    timer(lateDeliveryPollMilliseconds, lateDeliveryPollMilliseconds)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe(() => {
        if (job().reason !== 'AGENT_LOST' || job().lateExitCode !== null) return;
        this.fetch(job, ({ stdoutBytes, stderrBytes }) => {
          const more = stdoutBytes + stderrBytes > this.output.receivedBytes();
          if (this.ended() && more) this.openStream(job);
        });
      });
  }
}

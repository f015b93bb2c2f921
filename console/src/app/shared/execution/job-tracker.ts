import type { WritableSignal } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Job, OutputEvent, OutputStream, StatusEvent } from '@hyprbox/contracts';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import { timer } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import type { EventStream } from '../../core/event-stream/event-stream';
import { EventStreams } from '../../core/event-stream/event-streams';
import type { JobEvents } from '../../core/event-stream/job-events';
import { ExecutionState } from './execution-state';
import { ExecutionOutput } from '../output/execution-output';

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
  private state: ExecutionState<Job> | null = null;

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
    this.state = new ExecutionState(job, () => this.jobs.get(job().id), this.owner);
    this.openStream(job);
    this.reloadWhileLost(job);
  }

  /** Reads the job again; a failure leaves what the events told. */
  reload(): void {
    this.state?.reload();
  }

  private openStream(job: WritableSignal<Job>): void {
    this.stream()?.close();
    this.ended.set(false);
    this.stream.set(
      this.streams.open<JobEvents>(
        {
          url: addressOf(streamsEndpoints.job(job().id)),
          on: {
            stdout: (event) => this.receive('stdout', event),
            stderr: (event) => this.receive('stderr', event),
            status: (event) => this.changeStatus(event),
            done: () => this.finish(),
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

  private changeStatus({ status, reason, exitCode }: StatusEvent): void {
    this.lastEvent.set(Date.now());
    this.state?.tell({ status, reason, exitCode });
  }

  private finish(): void {
    this.stream()?.close();
    this.output.end();
    this.ended.set(true);
    this.reload();
  }

  private reloadWhileLost(job: WritableSignal<Job>): void {
    timer(lateDeliveryPollMilliseconds, lateDeliveryPollMilliseconds)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe(() => {
        if (job().reason !== 'AGENT_LOST' || job().lateExitCode !== null) return;
        this.state?.reload(({ stdoutBytes, stderrBytes }) => {
          const more = stdoutBytes + stderrBytes > this.output.receivedBytes();
          if (this.ended() && more) this.openStream(job);
        });
      });
  }
}

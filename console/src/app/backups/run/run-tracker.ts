import type { WritableSignal } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { BackupProgress, BackupRunDetails, BackupRunReason, OutputEvent, StatusEvent } from '@hyprbox/contracts';
import { addressOf, isTerminal, streamsEndpoints } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import type { EventStream } from '../../core/event-stream/event-stream';
import { EventStreams } from '../../core/event-stream/event-streams';
import type { RunEvents } from '../../core/event-stream/job-events';
import { pollWhileVisible } from '../../core/live/poll';
import { ExecutionState } from '../../shared/execution/execution-state';
import { ExecutionOutput } from '../../shared/output/execution-output';
import { ProgramLines } from './program-lines';

/** Seconds between two looks at a run that is shown as unfinished, or whose host went silent. */
const pollSeconds = 15;

/** Keeps one run, its progress and its log up to date from the run's event stream. */
@Injectable()
export class RunTracker {
  private readonly api = inject(BackupsApi);
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly lines = new ProgramLines();
  private readonly stream = signal<EventStream<RunEvents> | null>(null);
  private readonly newestProgress = signal<BackupProgress | null>(null);
  private readonly ended = signal(false);
  private readonly lastEvent = signal<number | null>(null);
  private run: WritableSignal<BackupRunDetails> | null = null;
  private state: ExecutionState<BackupRunDetails> | null = null;

  readonly log = new ExecutionOutput();
  /** As the node said last; null when the stream has not told of any. */
  readonly progress = this.newestProgress.asReadonly();
  /** Whether all of the log has arrived. */
  readonly complete = this.ended.asReadonly();
  /** When the last event came, in milliseconds of the browser's clock. */
  readonly asOf = this.lastEvent.asReadonly();
  /** Once everything is there, nothing can be lost any more. */
  readonly connection = computed<ConnectionState['state']>(() =>
    this.ended() ? 'live' : (this.stream()?.connection().state ?? 'connecting'),
  );

  constructor() {
    pollWhileVisible(pollSeconds, () => {
      const run = this.run?.();
      if (run !== undefined && (!isTerminal(run.status) || run.reason === 'AGENT_LOST')) this.reload();
    });
  }

  follow(run: WritableSignal<BackupRunDetails>): void {
    this.run = run;
    this.state = new ExecutionState(run, () => this.api.runs.get(run().id), this.owner);
    this.stream.set(
      this.streams.open<RunEvents>(
        {
          url: addressOf(streamsEndpoints.backupRun(run().id)),
          on: {
            stdout: (event) => this.advance(event),
            // What people read is on stderr; here it is the log, and none of it an error by that alone.
            stderr: (event) => this.append(event),
            status: (event) => this.changeStatus(event),
            done: () => this.finish(),
          },
        },
        this.owner,
      ),
    );
  }

  /** Reads the run again; a failure leaves what the events told. */
  reload(): void {
    this.state?.reload();
  }

  private advance(event: OutputEvent): void {
    this.lastEvent.set(Date.now());
    const progress = this.lines.read(event);
    if (progress !== null) this.newestProgress.set(progress);
  }

  private append(event: OutputEvent): void {
    this.lastEvent.set(Date.now());
    this.log.receive('stdout', event);
  }

  private changeStatus({ status, reason }: StatusEvent<BackupRunReason>): void {
    this.lastEvent.set(Date.now());
    this.state?.tell({ status, reason });
  }

  private finish(): void {
    this.stream()?.close();
    this.log.end();
    this.ended.set(true);
    this.reload();
  }
}

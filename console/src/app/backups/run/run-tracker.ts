import type { WritableSignal } from '@angular/core';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { BackupProgress, BackupRunDetails, OutputEvent, StatusEvent } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import type { EventStream } from '../../core/event-stream/event-stream';
import { EventStreams } from '../../core/event-stream/event-streams';
import type { JobEvents } from '../../core/event-stream/job-events';
import { pollWhileVisible } from '../../core/live/poll';
import { ExecutionOutput } from '../../shared/output/execution-output';
import { VaultLines } from './vault-lines';

/** Seconds between two looks at a run that is shown as unfinished, or whose host went silent. */
const pollSeconds = 15;

/** Keeps one run, its progress and its log up to date from the run's event stream. */
@Injectable()
export class RunTracker {
  private readonly api = inject(BackupsApi);
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly lines = new VaultLines();
  private readonly stream = signal<EventStream<JobEvents> | null>(null);
  private readonly newestProgress = signal<BackupProgress | null>(null);
  private readonly ended = signal(false);
  private readonly lastEvent = signal<number | null>(null);
  private run: WritableSignal<BackupRunDetails> | null = null;

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
    this.stream.set(
      this.streams.open<JobEvents>(
        {
          url: this.api.runStreamUrl(run().id),
          on: {
            stdout: (event) => this.advance(event),
            // What people read is on stderr; here it is the log, and none of it an error by that alone.
            stderr: (event) => this.append(event),
            status: (event) => this.changeStatus(run, event),
            done: () => this.finish(),
          },
        },
        this.owner,
      ),
    );
  }

  /** Reads the run again; a failure leaves what the events told. */
  reload(): void {
    const run = this.run;
    if (run === null) return;
    this.api
      .runDetails(run().id)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (fresh) => {
          // An answer that was under way when the run ended must not bring it back to life.
          if (!isTerminal(run().status) || isTerminal(fresh.status)) run.set(fresh);
        },
        error: () => {
          // The stream is the first to know when the server is gone, and says so.
        },
      });
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

  private changeStatus(run: WritableSignal<BackupRunDetails>, { status }: StatusEvent): void {
    this.lastEvent.set(Date.now());
    // The event tells the status only; times, reason and figures come with the run.
    if (run().status !== status) this.reload();
  }

  private finish(): void {
    this.stream()?.close();
    this.log.end();
    this.ended.set(true);
    this.reload();
  }
}

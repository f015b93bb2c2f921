import type { WritableSignal } from '@angular/core';
import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Rollout, RolloutSummary, RolloutTargetEvent } from '@hyprbox/contracts';
import { addressOf, streamsEndpoints } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { timer } from 'rxjs';
import { RolloutsApi } from '../../core/api/rollouts.api';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import type { EventStream } from '../../core/event-stream/event-stream';
import { EventStreams } from '../../core/event-stream/event-streams';
import type { RolloutEvents } from '../../core/event-stream/rollout-events';
import { Contact, pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { Throttled } from '../../core/live/throttled';
import { RolloutTargets } from '../targets/rollout-targets';

/** A rollout is read again at most that often while events tell of it, in milliseconds. */
const readPause = 1_000;
/** How long the stream is waited for before the hosts are read without it, in milliseconds. */
const streamPatience = 1_000;

/** Keeps one rollout and its hosts up to date from its event stream, for as long as its view is there. */
@Injectable()
export class RolloutTracker {
  private readonly api = inject(RolloutsApi);
  private readonly streams = inject(EventStreams);
  private readonly owner = inject(DestroyRef);
  private readonly targets = inject(RolloutTargets);
  private readonly stream = signal<EventStream<RolloutEvents> | null>(null);
  private readonly ended = signal(false);
  private readonly readSoon = new Throttled(readPause, () => this.read(), this.owner);
  private rollout: WritableSignal<Rollout> | null = null;
  private reading: Subscription | null = null;
  /** The stream has told how everything was, and tells what changes from there. */
  private begun = false;

  /** Once it is over nothing more is told, and nothing can be lost. */
  readonly contact = new Contact(
    computed<ConnectionState>(() =>
      this.ended() ? { state: 'live', since: 0 } : (this.stream()?.connection() ?? { state: 'connecting', since: 0 }),
    ),
  );

  constructor() {
    effect(() => {
      if (this.stream()?.connection().state === 'lost') this.begun = false;
    });
    // A stream says nothing of what it missed while it was away.
    pollWhileVisible(pollSeconds, () => {
      if (!this.ended()) this.read();
      else this.contact.heard();
    });
  }

  follow(rollout: WritableSignal<Rollout>): void {
    this.rollout = rollout;
    this.contact.heard();
    // One that was aborted is told of until nothing runs any more.
    if (rollout().finishedAt !== null) {
      this.ended.set(true);
      this.targets.load(rollout().id);
      return;
    }
    this.openStream(rollout().id);
    // What has changed is told from the first event on: hosts that were read before it may have changed unheard.
    timer(streamPatience)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe(() => {
        if (!this.begun) this.targets.load(rollout().id);
      });
  }

  /** Takes over what an order was answered with. */
  accept(rollout: Rollout): void {
    this.reading?.unsubscribe();
    this.rollout?.set(rollout);
    this.readSoon.ask();
  }

  private openStream(id: string): void {
    this.stream.set(
      this.streams.open<RolloutEvents>(
        {
          url: addressOf(streamsEndpoints.rollout(id)),
          on: {
            target: (event) => this.changeTargets(event),
            state: (summary) => this.changeState(summary),
            resync: () => this.resync(),
            done: () => this.finish(),
          },
        },
        this.owner,
      ),
    );
  }

  private changeTargets({ items, counts }: RolloutTargetEvent): void {
    this.contact.heard();
    this.targets.tell(items);
    this.rollout?.update((rollout) => ({ ...rollout, counts }));
  }

  private changeState(summary: RolloutSummary): void {
    this.contact.heard();
    this.rollout?.update((rollout) => ({ ...rollout, ...summary }));
    if (!this.begun) this.targets.load(summary.id);
    this.begun = true;
    // The event tells less than there is to know: its waves come with the rollout.
    this.readSoon.ask();
  }

  private resync(): void {
    this.contact.heard();
    this.readSoon.ask();
    this.targets.reload();
  }

  private finish(): void {
    // The server closes a stream that has told everything, which would look like a broken one.
    this.stream()?.close();
    this.ended.set(true);
    this.read();
  }

  private read(): void {
    const { rollout } = this;
    if (rollout === null) return;
    this.reading?.unsubscribe();
    this.reading = this.api
      .get(rollout().id)
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (fresh) => {
          this.contact.heard();
          rollout.set(fresh);
          this.checkTargets(fresh);
        },
        error: () => {
          // What is known stands. The stream is the first to know when the server is gone, and says so.
        },
      });
  }

  /**
   * Hosts of which no event told are read again. Not while the stream is there: it tells of each, or that it does not, and
   * the counts are always a little ahead of it.
   */
  private checkTargets({ counts }: Rollout): void {
    const isTold = !this.ended() && this.stream()?.connection().state === 'live';
    if (isTold || !this.targets.complete() || this.rollout === null) return;
    this.targets.takeIn();
    const states = this.targets.states();
    const agrees =
      counts.succeeded === (states.get('SUCCEEDED') ?? 0) &&
      counts.failed === (states.get('FAILED') ?? 0) &&
      counts.lost === (states.get('LOST') ?? 0) &&
      counts.running === (states.get('RUNNING') ?? 0) &&
      counts.waiting === (states.get('WAITING_HOST') ?? 0) &&
      counts.pending === (states.get('PENDING') ?? 0);
    if (!agrees) this.targets.reload();
  }
}

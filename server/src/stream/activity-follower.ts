import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import type { PlacedActivity } from '../activity/activity.mapper.js';
import type { NotificationOf } from '../notifications/notification.js';
import { Notifications } from '../notifications/notifications.js';

/** A notification may get lost: whether there is something new is looked up after this time at the latest. */
const slowPollMs = 10_000;
/** Replicas' notifications overtake each other; an entry that others came before is looked up after this time. */
const overtakenMs = 100;
/** While the database is away. */
const awayMs = 1_000;
/** Entries that came before their turn; beyond this they are read again. */
const earlyMax = 1_000;
/** Entries of one look. Who has missed more than this many in a row reads the lists again. */
const missedMax = 200;

export interface ActivityWatcher {
  /** Shows entries in the order of their places. Tried again if it fails. */
  show(entries: readonly PlacedActivity[]): Promise<void>;
  /** Too much was missed to show it. */
  skip(): void;
}

/**
 * Follows the activity in the order in which it was committed, each entry once. Notifications bring it at once; a place that is
 * left out tells that one is on its way or lost, and the database has it.
 */
@Injectable()
export class ActivityFollower implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Activity');
  private watcher: ActivityWatcher | null = null;
  /** The place up to which everything has been shown; null until it is known. */
  private shown: number | null = null;
  private starting: Promise<number> | null = null;
  private readonly early = new Map<number, PlacedActivity>();
  private timer: NodeJS.Timeout | null = null;
  private lookAt = Number.POSITIVE_INFINITY;
  private busy = false;
  private wantsLook = false;

  constructor(
    private readonly log: ActivityLog,
    notifications: Notifications,
  ) {
    notifications.on('activity', (notification) => this.heard(notification));
    notifications.on('missed', () => this.lookSoon(0));
  }

  /** @returns the place up to which everything has been shown; what comes later is shown to the watcher */
  async follow(watcher: ActivityWatcher): Promise<number> {
    this.watcher = watcher;
    if (this.shown !== null) return this.shown;
    this.starting ??= this.begin().finally(() => {
      this.starting = null;
    });
    await this.starting;
    return this.shown ?? 0;
  }

  /** Nobody is there to be shown anything. */
  pause(): void {
    this.watcher = null;
    this.shown = null;
    this.early.clear();
    this.unschedule();
  }

  beforeApplicationShutdown(): void {
    this.pause();
  }

  get place(): number {
    return this.shown ?? 0;
  }

  private async begin(): Promise<number> {
    const head = await this.log.head();
    this.shown = head;
    this.lookSoon(slowPollMs);
    void this.advance();
    return head;
  }

  private heard({ seq, activity }: NotificationOf<'activity'>): void {
    if (this.watcher === null) return;
    if (seq === undefined || this.early.size >= earlyMax) {
      this.lookSoon(overtakenMs);
      return;
    }
    if (this.shown !== null && seq <= this.shown) return;
    this.early.set(seq, { seq, activity });
    void this.advance();
  }

  /** Shows what is next, one at a time so that the order stays. */
  private async advance(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (;;) {
        if (this.wantsLook) await this.look();
        const next = this.takeNext();
        if (next.length > 0) await this.show(next);
        else if (!this.wantsLook) break;
      }
      this.lookSoon(this.early.size > 0 ? overtakenMs : slowPollMs);
    } catch (error) {
      this.logger.warn({ err: error }, 'The streams could not be told what happened; trying again.');
      this.lookSoon(awayMs);
    } finally {
      this.busy = false;
    }
  }

  private takeNext(): PlacedActivity[] {
    const next: PlacedActivity[] = [];
    if (this.shown === null) return next;
    for (let entry = this.early.get(this.shown + 1); entry; entry = this.early.get(entry.seq + 1)) next.push(entry);
    return next;
  }

  private async look(): Promise<void> {
    this.wantsLook = false;
    const { shown } = this;
    if (shown === null) return;
    const head = await this.log.head();
    const entries = head > shown ? await this.log.after(shown, missedMax + 1) : [];
    // Everybody may have gone meanwhile, and others come.
    if (head === shown || this.shown !== shown) return;
    if (head < shown || entries.length > missedMax || !isUnbroken(entries, shown)) {
      this.moveTo(head);
      this.watcher?.skip();
      return;
    }
    await this.show(entries);
  }

  private async show(entries: readonly PlacedActivity[]): Promise<void> {
    const { shown, watcher } = this;
    const last = entries.at(-1);
    if (!last || !watcher) return;
    await watcher.show(entries);
    if (this.shown === shown) this.moveTo(last.seq);
  }

  private moveTo(place: number): void {
    this.shown = place;
    for (const seq of this.early.keys()) if (seq <= place) this.early.delete(seq);
  }

  private lookSoon(ms: number): void {
    if (this.watcher === null) return;
    const at = performance.now() + ms;
    if (this.timer && this.lookAt <= at) return;
    this.unschedule();
    this.lookAt = at;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.wantsLook = true;
      void this.advance();
    }, ms);
  }

  private unschedule(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

/** Whether the entries follow a place with none left out: retention, or a database put back, may have taken some. */
export function isUnbroken(entries: readonly PlacedActivity[], after: number): boolean {
  return entries.every(({ seq }, index) => seq === after + 1 + index);
}

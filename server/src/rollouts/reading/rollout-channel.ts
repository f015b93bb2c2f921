import { Logger } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { RolloutSummary, RolloutTarget, RolloutTargetEvent } from '@hyprbox/contracts';
import type { ServerSentEvent } from '../../http/server-sent-events.js';
import type { Subscriber } from '../../stream/subscriber.js';
import type { TargetRow } from './rollout-targets.repository.js';
import { toRolloutTarget } from './rollouts.mapper.js';
import { TargetChanges } from './target-changes.js';
import { countStates } from './target-counts.sql.js';

/** What changes within this time is read and sent together. */
const pauseMs = 200;
/** A rollout of many hosts takes long to read: the pause is at least so many times that. */
const pauseShare = 4;
/** A notification may get lost: it is looked again after this time. */
const slowPollMs = 10_000;
/** While the database is away it is looked again after this time. */
const awayPollMs = 1_000;
/** Hosts that are sent one by one; where more change at once, they are read again. */
const changedMax = 200;

/** How a rollout and its hosts are at a moment. */
export interface RolloutReading {
  summary: RolloutSummary;
  /** Read after the summary: of a rollout that has ended, they are as they stay. */
  hosts: readonly TargetRow[];
}

/** Brings how one rollout changes to all who follow it in this process: read once for all of them. */
export class RolloutChannel {
  private readonly logger = new Logger('RolloutChannel');
  private readonly subscribers = new Set<Subscriber>();
  private readonly changes = new TargetChanges();
  private current: RolloutSummary | null = null;
  private timer: NodeJS.Timeout | null = null;
  private number = 0;
  private isLooking = false;
  /** Something may have changed that has not been looked at. */
  private isDue = false;
  private pauseMs = pauseMs;

  constructor(private readonly read: () => Promise<RolloutReading>) {}

  get isFollowed(): boolean {
    return this.subscribers.size > 0;
  }

  /** The rollout has ended: nothing more comes. */
  get isOver(): boolean {
    return this.current !== null && this.current.finishedAt !== null;
  }

  join(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  leave(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (!this.isFollowed) this.stopTimer();
  }

  /** The rollout as it is. From then on, changes of its hosts are told. */
  async begin(): Promise<ServerSentEvent> {
    const { summary, hosts } = await this.read();
    if (this.current === null) {
      this.current = summary;
      this.changes.since(hosts);
      // Whoever asked may have gone meanwhile.
      if (this.isFollowed) this.lookIn(slowPollMs);
    }
    return this.event('state', summary);
  }

  /** Something may have changed. */
  heard(): void {
    if (!this.isFollowed || this.isDue) return;
    this.isDue = true;
    if (!this.isLooking) this.lookIn(this.pauseMs);
  }

  event(event: string, data: object): ServerSentEvent {
    this.number += 1;
    return { id: `${process.pid}-${this.number}`, event, data: JSON.stringify(data) };
  }

  private lookIn(ms: number): void {
    this.stopTimer();
    this.timer = setTimeout(() => void this.look(), ms);
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    this.isDue = false;
    const began = performance.now();
    let quietMs = slowPollMs;
    try {
      for (const event of this.eventsOf(await this.read())) for (const each of this.subscribers) each.push(event);
    } catch (error) {
      this.logger.warn({ err: error }, 'The streams could not be told how a rollout changed; trying again.');
      quietMs = awayPollMs;
    }
    this.isLooking = false;
    this.pauseMs = Math.max(pauseMs, pauseShare * (performance.now() - began));
    if (this.isFollowed && !this.isOver) this.lookIn(this.isDue ? this.pauseMs : quietMs);
  }

  private *eventsOf({ summary, hosts }: RolloutReading): Generator<ServerSentEvent> {
    const changed = this.changes.since(hosts);
    if (changed.length > changedMax) yield this.event('resync', {});
    else if (changed.length > 0) yield this.event('target', told(changed.map(toRolloutTarget), hosts));
    const before = this.current;
    this.current = summary;
    if (before === null || !isSame(before, summary)) yield this.event('state', summary);
    if (this.isOver) yield this.event('done', {});
  }
}

function told(items: RolloutTarget[], hosts: readonly TargetRow[]): RolloutTargetEvent {
  return { items, counts: countStates(hosts) };
}

/** But for its counts, which are told with the hosts. */
function isSame({ counts: _before, ...before }: RolloutSummary, { counts: _after, ...after }: RolloutSummary): boolean {
  return isDeepStrictEqual(before, after);
}

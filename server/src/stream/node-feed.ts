import { Injectable, Logger } from '@nestjs/common';
import type { PlacedActivity } from '../activity/activity.mapper.js';
import type { HeartbeatNotification } from '../notifications/notification.js';
import { Notifications } from '../notifications/notifications.js';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import { headline } from '../nodes/heartbeat-batch.js';
import { NodesService } from '../nodes/nodes.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { ActivityFollower, type ActivityWatcher } from './activity-follower.js';
import { ActivityReplay } from './activity-replay.js';
import { eventId, placeOf } from './event-ids.js';
import type { NodeChannel, NodeFilter } from './node-channel.js';
import { NodeChannels } from './node-channels.js';
import type { Subscriber } from './subscriber.js';

/** A client gets at most one `heartbeat` event in this time. */
const pauseMs = 1_000;

/** Brings what happens in the fleet to the open streams of this process. */
@Injectable()
export class NodeFeed implements ActivityWatcher {
  private readonly logger = new Logger('NodeFeed');
  private readonly channels = new NodeChannels((channel) => this.sendSoon(channel));
  private readonly waiting = new Set<NodeChannel>();
  private readonly sentAt = new WeakMap<NodeChannel, number>();
  /** Nodes whose row is to be looked at, as they changed without a heartbeat. */
  private changed = new Set<string>();
  private lookUp: NodeJS.Timeout | null = null;

  constructor(
    notifications: Notifications,
    private readonly nodes: NodesService,
    private readonly settings: SettingsService,
    private readonly activity: ActivityFollower,
    private readonly replay: ActivityReplay,
  ) {
    notifications.on('heartbeats', ({ items }) => items.forEach((item) => this.heard(item)));
    notifications.on('node', ({ nodeId }) => this.nodeChanged(nodeId));
    notifications.on('missed', ({ sinceMs }) => void this.showHeardSince(sinceMs));
  }

  /**
   * Events `heartbeat`, `activity` and `resync`; first what was missed since `lastEventId`. What happens after the promise
   * is kept reaches the reader, who has to read on to the end.
   */
  async follow(
    filter: NodeFilter,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ServerSentEvent>> {
    const channel = this.channels.open(filter);
    const subscriber = channel.join(signal);
    try {
      const shown = await this.activity.follow(this);
      return this.eventsSince(shown, lastEventId, channel, subscriber);
    } catch (error) {
      this.leave(channel, subscriber);
      throw error;
    }
  }

  private async *eventsSince(
    shown: number,
    lastEventId: string | undefined,
    channel: NodeChannel,
    subscriber: Subscriber,
  ): AsyncGenerator<ServerSentEvent> {
    try {
      const seen = lastEventId === undefined ? shown : placeOf(lastEventId);
      const missed = seen === null ? null : await this.replay.between(seen, shown);
      if (missed === null) yield { id: eventId(shown, 0), event: 'resync', data: '{}' };
      else yield* this.eventsFor(channel, missed);
      const known = missed === null ? shown : Math.max(seen ?? 0, shown);
      for (;;) {
        const event = await subscriber.next();
        if (!event) return;
        // Of what came while the reader was brought up to date, it knows some already.
        if (event.event !== 'activity' || (placeOf(event.id) ?? 0) > known) yield event;
      }
    } finally {
      this.leave(channel, subscriber);
    }
  }

  private leave(channel: NodeChannel, subscriber: Subscriber): void {
    channel.leave(subscriber);
    this.channels.closeIfEmpty(channel);
    if (!this.channels.areAny) this.activity.pause();
  }

  async show(entries: readonly PlacedActivity[]): Promise<void> {
    const tags = await this.tagsFor(entries);
    for (const entry of entries) {
      const event = toEvent(entry);
      const { activity } = entry;
      for (const channel of this.channels.all)
        channel.sendActivity(activity, tags.get(activity.nodeId ?? '') ?? [], event);
    }
  }

  /** The clients are told to look for themselves. */
  skip(): void {
    for (const channel of this.channels.all) channel.sendState(this.activity.place, 'resync', '{}');
  }

  private async *eventsFor(channel: NodeChannel, entries: readonly PlacedActivity[]): AsyncGenerator<ServerSentEvent> {
    const tags = await this.tagsFor(entries);
    for (const entry of entries) {
      const { nodeId } = entry.activity;
      if (channel.matches(nodeId, tags.get(nodeId ?? '') ?? [])) yield toEvent(entry);
    }
  }

  private async tagsFor(entries: readonly PlacedActivity[]): Promise<ReadonlyMap<string, string[]>> {
    if (!this.channels.needTags) return new Map();
    return this.nodes.tagsOf([...new Set(entries.flatMap(({ activity }) => activity.nodeId ?? []))]);
  }

  private heard(item: HeartbeatNotification): void {
    for (const channel of this.channels.of(item.nodeId)) channel.heard(item);
  }

  private sendSoon(channel: NodeChannel): void {
    if (this.waiting.has(channel)) return;
    this.waiting.add(channel);
    const since = performance.now() - (this.sentAt.get(channel) ?? -pauseMs);
    setTimeout(() => void this.sendHeartbeats(channel), Math.max(0, pauseMs - since));
  }

  private async sendHeartbeats(channel: NodeChannel): Promise<void> {
    try {
      if (channel.isEmpty) return;
      const { thresholds } = await this.settings.current();
      const place = await this.activity.follow(this);
      const event = channel.takeHeartbeats(thresholds);
      if (event) channel.sendState(place, 'heartbeat', JSON.stringify(event));
    } catch (error) {
      this.failed(error);
    } finally {
      this.sentAt.set(channel, performance.now());
      this.waiting.delete(channel);
      // What could not be sent is sent with what comes meanwhile.
      if (channel.hasNews && !channel.isEmpty) this.sendSoon(channel);
    }
  }

  private nodeChanged(nodeId: string): void {
    if (!this.channels.areAny) return;
    this.changed.add(nodeId);
    this.lookUp ??= setTimeout(() => void this.showChanged(), pauseMs / 10);
  }

  private async showChanged(): Promise<void> {
    this.lookUp = null;
    const changed = [...this.changed];
    this.changed = new Set();
    try {
      for (const { id, lastSeenAt, intervalSeconds, tags, metrics, status } of await this.nodes.getMany(changed)) {
        if (lastSeenAt === null || metrics === null) continue;
        this.heard({ nodeId: id, at: lastSeenAt, intervalSeconds, tags, metrics: headline(metrics), status });
      }
    } catch (error) {
      this.failed(error);
      for (const nodeId of changed) this.changed.add(nodeId);
      this.lookUp ??= setTimeout(() => void this.showChanged(), pauseMs);
    }
  }

  /** Notifications may have been lost: what the nodes that reported meanwhile said last is shown. */
  private async showHeardSince(ms: number): Promise<void> {
    if (!this.channels.areAny) return;
    try {
      for (const nodeId of await this.nodes.heardWithin(ms)) this.nodeChanged(nodeId);
    } catch (error) {
      this.failed(error);
      setTimeout(() => void this.showHeardSince(ms + pauseMs), pauseMs);
    }
  }

  private failed(error: unknown): void {
    this.logger.warn({ err: error }, 'The streams could not be told what the hosts report; trying again.');
  }
}

function toEvent({ seq, activity }: PlacedActivity): ServerSentEvent {
  return { id: eventId(seq, 0), event: 'activity', data: JSON.stringify(activity) };
}

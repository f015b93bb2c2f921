import { Injectable, Logger } from '@nestjs/common';
import type { Activity } from '@hyprbox/contracts';
import type { HeartbeatHint } from '../hints/hint.js';
import { Hints } from '../hints/hints.js';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import { headline } from '../nodes/heartbeat-batch.js';
import { NodesService } from '../nodes/nodes.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import { ActivityReplay } from './activity-replay.js';
import { EventIds } from './event-ids.js';
import type { NodeChannel, NodeFilter } from './node-channel.js';
import { NodeChannels } from './node-channels.js';

/** A client gets at most one `heartbeat` event in this time. */
const pauseMs = 1_000;

/** Brings what happens in the fleet to the open streams of this process. */
@Injectable()
export class NodeFeed {
  private readonly logger = new Logger('NodeFeed');
  private readonly channels = new NodeChannels((channel) => this.sendSoon(channel));
  private readonly waiting = new Set<NodeChannel>();
  private readonly sentAt = new WeakMap<NodeChannel, number>();
  /** Nodes whose row is to be looked at, as they changed without a heartbeat. */
  private changed = new Set<string>();
  private lookUp: NodeJS.Timeout | null = null;
  /** Activity waits here for the tags of its node, so that its order stays. */
  private activities: Promise<void> = Promise.resolve();

  constructor(
    hints: Hints,
    private readonly nodes: NodesService,
    private readonly settings: SettingsService,
    private readonly replay: ActivityReplay,
    private readonly ids: EventIds,
    private readonly clock: Clock,
  ) {
    hints.on('heartbeats', ({ items }) => items.forEach((item) => this.heard(item)));
    hints.on('activity', ({ activity }) => this.happened(activity));
    hints.on('node', ({ nodeId }) => this.nodeChanged(nodeId));
  }

  /** Events `heartbeat`, `activity` and `resync`; first what was missed since `lastEventId`. */
  async *follow(
    filter: NodeFilter,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ServerSentEvent> {
    const channel = this.channels.open(filter);
    const subscriber = channel.join();
    // Some of what is replayed may also be on its way here.
    const replayed = new Set<string>();
    try {
      if (lastEventId !== undefined) yield* this.replay.since(lastEventId, channel, replayed);
      for (;;) {
        const event = await subscriber.next(signal);
        if (!event) return;
        if (replayed.size === 0 || !replayed.delete(event.data)) yield event;
      }
    } finally {
      channel.leave(subscriber);
      this.channels.closeIfEmpty(channel);
    }
  }

  private heard(item: HeartbeatHint): void {
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
      const { thresholds } = await this.settings.current();
      const event = channel.takeHeartbeats(thresholds, this.clock.now());
      if (event) channel.send({ id: String(this.ids.next()), event: 'heartbeat', data: JSON.stringify(event) });
    } catch (error) {
      this.missed(error);
    } finally {
      this.sentAt.set(channel, performance.now());
      this.waiting.delete(channel);
    }
  }

  private happened(activity: Activity): void {
    if (!this.channels.needTags) {
      this.sendActivity(activity, []);
      return;
    }
    this.activities = this.activities.then(async () => {
      try {
        const { nodeId } = activity;
        const tags = nodeId === null ? [] : ((await this.nodes.tagsOf([nodeId])).get(nodeId) ?? []);
        this.sendActivity(activity, tags);
      } catch (error) {
        this.missed(error);
      }
    });
  }

  private sendActivity(activity: Activity, tags: readonly string[]): void {
    const id = this.ids.next();
    this.replay.note(activity.id, id);
    if (!this.channels.areAny) return;
    const event = { id: String(id), event: 'activity', data: JSON.stringify(activity) };
    for (const channel of this.channels.all) channel.sendActivity(activity, tags, event);
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
      for (const { id, lastSeenAt, intervalSeconds, tags, metrics } of await this.nodes.getMany(changed)) {
        if (lastSeenAt === null || metrics === null) continue;
        this.heard({ nodeId: id, at: lastSeenAt, intervalSeconds, tags, metrics: headline(metrics) });
      }
    } catch (error) {
      this.missed(error);
    }
  }

  /** The clients are told to look for themselves. */
  private missed(error: unknown): void {
    this.logger.warn({ err: error }, 'The streams could not be told what happened');
    const event = { id: String(this.ids.next()), event: 'resync', data: '{}' };
    for (const channel of this.channels.all) channel.send(event);
  }
}

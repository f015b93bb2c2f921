import type { Activity, HeartbeatEvent, Thresholds } from '@hyprbox/contracts';
import type { HeartbeatNotification } from '../notifications/notification.js';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import { levelOf } from '../nodes/node-status.js';
import { eventId } from './event-ids.js';
import { Subscriber } from './subscriber.js';

/** Which nodes a stream shows; both must match where both are given. */
export interface NodeFilter {
  nodeIds: ReadonlySet<string> | null;
  tag: string | null;
}

export function filterKey({ nodeIds, tag }: NodeFilter): string {
  return JSON.stringify([nodeIds && [...nodeIds].sort(), tag]);
}

/** All streams with the same filter: what they show is gathered and put into words once for all of them. */
export class NodeChannel {
  private readonly subscribers = new Set<Subscriber>();
  /** The latest of each node since the last event. */
  private latest = new Map<string, HeartbeatNotification>();
  /** Heartbeat events since the last entry of the activity. */
  private place = 0;
  private number = 0;

  /** @param stir called when there is something to send */
  constructor(
    readonly filter: NodeFilter,
    private readonly stir: (channel: NodeChannel) => void,
  ) {}

  get isEmpty(): boolean {
    return this.subscribers.size === 0;
  }

  get hasNews(): boolean {
    return this.latest.size > 0;
  }

  /** @param signal aborted when the stream is over */
  join(signal: AbortSignal): Subscriber {
    const subscriber = new Subscriber(signal);
    this.subscribers.add(subscriber);
    return subscriber;
  }

  leave(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
  }

  matches(nodeId: string | null, tags: readonly string[]): boolean {
    const { nodeIds, tag } = this.filter;
    return (nodeIds === null || (nodeId !== null && nodeIds.has(nodeId))) && (tag === null || tags.includes(tag));
  }

  heard(item: HeartbeatNotification): void {
    if (!this.matches(item.nodeId, item.tags)) return;
    const known = this.latest.get(item.nodeId);
    if (known && known.at > item.at) return;
    this.latest.set(item.nodeId, item);
    this.stir(this);
  }

  /** What was heard since the last time, as one event's data; null if that is nothing. */
  takeHeartbeats(thresholds: Thresholds): HeartbeatEvent | null {
    if (this.latest.size === 0) return null;
    const items = [...this.latest.values()].map(({ nodeId, at, metrics, status }) => ({
      nodeId,
      at,
      status: status ?? levelOf(metrics, thresholds),
      metrics,
    }));
    this.latest = new Map();
    return { items };
  }

  sendActivity(activity: Activity, tags: readonly string[], event: ServerSentEvent): void {
    if (this.matches(activity.nodeId, tags)) this.send(event);
  }

  /** @param place up to which the activity has been shown */
  sendState(place: number, event: 'heartbeat' | 'resync', data: string): void {
    this.number = place === this.place ? this.number + 1 : 1;
    this.place = place;
    this.send({ id: eventId(place, this.number), event, data });
  }

  private send(event: ServerSentEvent): void {
    for (const subscriber of this.subscribers) subscriber.push(event);
  }
}

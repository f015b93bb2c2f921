import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import { NodesService } from '../nodes/nodes.service.js';
import { Clock } from '../time/clock.js';
import { EventIds } from './event-ids.js';
import type { NodeChannel } from './node-channel.js';

/** Who was away for longer, or missed more, reads the lists again. */
const replayMs = 60 * 60 * 1000;
const replayMax = 200;
/** An entry is made a little before it is committed and sent. */
const commitMs = 5_000;
/** Entries whose event is remembered. */
const rememberedMax = 1_000;

/** What a resumed stream missed of the activity. An entry may come twice, but none is left out. */
@Injectable()
export class ActivityReplay {
  /** The ids of the events that entries were sent by, oldest first. */
  private readonly sent = new Map<string, number>();

  constructor(
    private readonly log: ActivityLog,
    private readonly nodes: NodesService,
    private readonly ids: EventIds,
    private readonly clock: Clock,
  ) {}

  note(activityId: string, eventId: number): void {
    this.sent.set(activityId, eventId);
    if (this.sent.size <= rememberedMax) return;
    const [oldest] = this.sent.keys();
    if (oldest !== undefined) this.sent.delete(oldest);
  }

  /** @param replayed takes up the data of the events that are given */
  async *since(lastEventId: string, channel: NodeChannel, replayed: Set<string>): AsyncGenerator<ServerSentEvent> {
    const place = this.ids.read(lastEventId);
    if (!place || this.clock.now().getTime() - place.at.getTime() > replayMs) {
      yield { id: String(place?.id ?? this.ids.next()), event: 'resync', data: '{}' };
      return;
    }
    const entries = await this.log.since(new Date(place.at.getTime() - commitMs), replayMax + 1);
    if (entries.length > replayMax) {
      yield { id: String(place.id), event: 'resync', data: '{}' };
      return;
    }
    const nodeIds = entries.flatMap(({ nodeId }) => nodeId ?? []);
    const tags = channel.filter.tag === null ? null : await this.nodes.tagsOf(nodeIds);
    // Numbered just after the last event, so that what is sent meanwhile comes later.
    let id = place.id;
    for (const entry of entries) {
      const sentAs = this.sent.get(entry.id);
      if (place.isOwn && sentAs !== undefined && sentAs <= place.id) continue;
      if (!channel.matches(entry.nodeId, tags?.get(entry.nodeId ?? '') ?? [])) continue;
      const data = JSON.stringify(entry);
      replayed.add(data);
      yield { id: String(++id), event: 'activity', data };
    }
  }
}

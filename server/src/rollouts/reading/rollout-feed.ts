import { Injectable } from '@nestjs/common';
import type { ServerSentEvent } from '../../http/server-sent-events.js';
import { Notifications } from '../../notifications/notifications.js';
import { Subscriber } from '../../stream/subscriber.js';
import { RolloutChannel, type RolloutReading } from './rollout-channel.js';
import { RolloutTargetsRepository } from './rollout-targets.repository.js';
import { RolloutsService } from './rollouts.service.js';

/** Brings how rollouts go on to the open streams of this process. */
@Injectable()
export class RolloutFeed {
  private readonly channels = new Map<string, RolloutChannel>();

  constructor(
    notifications: Notifications,
    private readonly rollouts: RolloutsService,
    private readonly targets: RolloutTargetsRepository,
  ) {
    notifications.on('rollout', ({ id }) => this.channels.get(id)?.heard());
    notifications.on('missed', () => {
      for (const channel of this.channels.values()) channel.heard();
    });
  }

  /**
   * Event `state` with the rollout at first and whenever it has become otherwise, `target` with the hosts that have, and
   * `done` when it has ended, with which the stream ends. `resync`: more has changed than is told, so the hosts are to be
   * read again; it comes first for who comes back.
   */
  async *follow(id: string, lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    const subscriber = new Subscriber(signal);
    const channel = this.join(id, subscriber);
    try {
      if (lastEventId !== undefined) yield channel.event('resync', {});
      yield await channel.begin();
      while (!channel.isOver || subscriber.hasMore) {
        const event = await subscriber.next();
        if (!event) return;
        if (event.event !== 'done') yield event;
      }
      yield channel.event('done', {});
    } finally {
      channel.leave(subscriber);
      if (!channel.isFollowed) this.channels.delete(id);
    }
  }

  private join(id: string, subscriber: Subscriber): RolloutChannel {
    const channel = this.channels.get(id) ?? new RolloutChannel(() => this.read(id));
    this.channels.set(id, channel);
    channel.join(subscriber);
    return channel;
  }

  private async read(id: string): Promise<RolloutReading> {
    const summary = await this.rollouts.summary(id);
    return { summary, hosts: await this.targets.all(id) };
  }
}

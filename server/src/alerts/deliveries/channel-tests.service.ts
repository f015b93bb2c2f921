import { Inject, Injectable } from '@nestjs/common';
import type { ChannelTest } from '@hyprbox/contracts';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { Ids } from '../../time/clock.js';
import { UnreadableSecretError } from '../channels/channels.errors.js';
import type { Addressee } from '../channels/addressee.js';
import { ChannelsService } from '../channels/channels.service.js';
import type { SendResult } from './adapters/channel-adapter.js';
import type { AlertMessage } from './alert-message.js';
import { DeliveriesService } from './deliveries.service.js';
import { MessageSender } from './message-sender.js';

/** Sends a message by a channel while somebody waits for what the service says. */
@Injectable()
export class ChannelTestsService {
  constructor(
    private readonly channels: ChannelsService,
    private readonly messages: MessageSender,
    private readonly deliveries: DeliveriesService,
    private readonly work: UnitOfWork,
    private readonly ids: Ids,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Of a channel that is switched off as well: that is when one tries it. */
  async test(actor: Actor, channelId: string): Promise<ChannelTest> {
    const id = this.ids.next();
    const message = testMessage(actor, this.config.publicUrl);
    const begun = performance.now();
    const { name, result } = await this.send(channelId, message, id);
    const durationMs = Math.round(performance.now() - begun);
    await this.work.run(
      {
        actor,
        action: 'alert.channel.test',
        target: { type: 'alert-channel', id: channelId },
        outcome: result.ok ? 'success' : 'failure',
        details: { name, status: result.status },
      },
      (tx) => this.deliveries.recordTest(tx, { id, channelId, channelName: name, message, result }),
    );
    return { ok: result.ok, status: result.status, detail: result.detail, durationMs };
  }

  private async send(
    channelId: string,
    message: AlertMessage,
    id: string,
  ): Promise<{ name: string; result: SendResult }> {
    const { name } = await this.channels.get(channelId);
    const to = await this.opened(channelId);
    if (to instanceof UnreadableSecretError) return { name, result: notSent(to.message) };
    return {
      name,
      result: to === null ? notSent('The channel was deleted.') : await this.messages.send(to, message, id),
    };
  }

  private async opened(channelId: string): Promise<Addressee | null | UnreadableSecretError> {
    try {
      return await this.messages.addressee(channelId);
    } catch (error) {
      if (error instanceof UnreadableSecretError) return error;
      throw error;
    }
  }
}

function notSent(detail: string): SendResult {
  return { ok: false, status: null, detail, permanent: true };
}

function testMessage({ name }: Actor, publicUrl: URL | null): AlertMessage {
  return {
    event: 'test',
    groupKey: 'test',
    title: `Test: HyprBox can reach you here${name === null ? '' : `, says ${name}`}`,
    severity: 'WARNING',
    alerts: [],
    more: 0,
    externalUrl: publicUrl?.href ?? null,
  };
}

import { Injectable, Logger } from '@nestjs/common';
import { ChannelSecrets } from '../channels/channel-secrets.js';
import type { Addressee } from '../channels/addressee.js';
import type { AlertMessage } from './alert-message.js';
import type { SendResult } from './adapters/channel-adapter.js';
import { channelAdapters, type ChannelAdapters } from './adapters/channel-adapters.js';
import { EgressFailedError, EgressRefusedError, networkFault } from '../../egress/egress.errors.js';
import { Egress } from '../../egress/egress.js';

/** What one try may take in all; a lease is longer. */
const tryMs = 15_000;
/** Shorter values, such as the number of a chat, are no secrets of their own and could be part of any word. */
const redactedLength = 6;

/** Sends a message by a channel's adapter. Nothing that it gives back holds a secret. */
@Injectable()
export class MessageSender {
  private readonly logger = new Logger('Deliveries');
  private readonly adapters: ChannelAdapters;

  constructor(
    private readonly secrets: ChannelSecrets,
    egress: Egress,
  ) {
    this.adapters = channelAdapters(egress);
  }

  /**
   * The channel as it is now; null if it is gone.
   *
   * @throws UnreadableSecretError
   */
  addressee(channelId: string): Promise<Addressee | null> {
    return this.secrets.addressee(channelId);
  }

  /** Never fails: whatever goes wrong is a result. */
  async send(to: Addressee, message: AlertMessage, deliveryId: string): Promise<SendResult> {
    const result = await this.attempt(to, message, deliveryId);
    return { ...result, detail: withoutSecrets(result.detail, Object.values(to.secrets)) };
  }

  private async attempt(to: Addressee, message: AlertMessage, deliveryId: string): Promise<SendResult> {
    try {
      return await this.adapters[to.type].send({ message, to, deliveryId, signal: AbortSignal.timeout(tryMs) });
    } catch (error) {
      if (error instanceof EgressRefusedError) return failure(error.message, true);
      if (error instanceof EgressFailedError) return failure(error.message, false);
      // Only its kind: the error itself may hold what was sent.
      this.logger.error(`A message of the type ${to.type} could not be made or sent: ${networkFault(error)}`);
      return failure(networkFault(error), false);
    }
  }
}

function failure(detail: string, permanent: boolean): SendResult {
  return { ok: false, status: null, detail, permanent };
}

/** A service may repeat what it was sent. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), ...partsOfUrl(secret)]);
  return forms
    .filter((form) => form.length >= redactedLength)
    .toSorted((a, b) => b.length - a.length)
    .reduce((shown, form) => shown.replaceAll(form, '…'), text);
}

/** Of an address that holds a secret, a service knows the path. */
function partsOfUrl(secret: string): string[] {
  if (!/^https?:/i.test(secret) || !URL.canParse(secret)) return [];
  const { pathname, search } = new URL(secret);
  return [`${pathname}${search}`, pathname, search];
}

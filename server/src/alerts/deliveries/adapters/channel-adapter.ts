import type { Addressee } from '../../channels/addressee.js';
import type { AlertMessage } from '../alert-message.js';

export interface SendOrder {
  message: AlertMessage;
  to: Addressee;
  /** The same at each try of a delivery, so that a service that knows such keys takes it once. */
  deliveryId: string;
  signal: AbortSignal;
}

export interface SendResult {
  ok: boolean;
  /** The HTTP status or SMTP's reply code; null where there was no answer. */
  status: number | null;
  /** What the service said, or why it said nothing; plain text. */
  detail: string;
  /** When it wants to be asked again. */
  retryAfterSeconds?: number;
  /** Whether it would say the same at any further try. */
  permanent: boolean;
}

/** Brings a message to one kind of service, in its way. What it throws counts as a failure that may pass. */
export interface ChannelAdapter {
  send(order: SendOrder): Promise<SendResult>;
}

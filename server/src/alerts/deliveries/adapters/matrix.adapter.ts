import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { escapeHtml } from './escape.js';
import { htmlOf } from './html-message.js';
import { below, callJson } from './json-call.js';
import { answeredField, resultOf } from './service-answer.js';
import { fitting, plainText } from './told-message.js';

/** An event may have 64 KiB, both forms of the text and what servers add included. */
const textBytes = 20_000;

/**
 * A room's message; the transaction id keeps a second try from being a second message.
 *
 * @see https://spec.matrix.org/v1.16/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
 */
export class MatrixAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, deliveryId, signal }: SendOrder): Promise<SendResult> {
    const room = encodeURIComponent(to.config['roomId'] ?? '');
    const path = `/_matrix/client/v3/rooms/${room}/send/m.room.message/${deliveryId}`;
    const body = {
      msgtype: 'm.text',
      body: fitting(message, textBytes, (words) => `${words.title}\n\n${plainText(words)}`, Buffer.byteLength),
      format: 'org.matrix.custom.html',
      formatted_body: fitting(
        message,
        textBytes,
        (words) => `<strong>${escapeHtml(words.title)}</strong>${htmlOf(words)}`,
        Buffer.byteLength,
      ),
      // Nobody is mentioned, whatever a text looks like.
      'm.mentions': {},
    };
    const headers = { authorization: `Bearer ${to.secrets['accessToken'] ?? ''}` };
    const url = below(to.config['homeserver'] ?? '', path);
    const answer = await callJson(this.egress, url, body, { method: 'PUT', headers, signal });
    const ms = answeredField(answer.text, 'retry_after_ms');
    return { ...resultOf(answer), ...(typeof ms === 'number' && { retryAfterSeconds: Math.ceil(ms / 1000) }) };
  }
}

import { createHmac } from 'node:crypto';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { resultOf } from './service-answer.js';
import { userAgent } from './user-agent.js';

/** A POST of JSON, signed over time and body, so that who gets it can tell that it is ours and not an old one. */
export class WebhookAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, deliveryId, signal }: SendOrder): Promise<SendResult> {
    const { event, groupKey, alerts, externalUrl } = message;
    const body = JSON.stringify({ id: deliveryId, event, groupKey, alerts, externalUrl });
    const timestamp = Math.floor(Date.now() / 1000).toString();
    const signature = createHmac('sha256', to.secrets['secret'] ?? '')
      .update(`${timestamp}.${body}`)
      .digest('hex');
    const { authorization } = to.secrets;
    const answer = await this.egress.request({
      method: 'POST',
      url: to.config['url'] ?? '',
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        'idempotency-key': deliveryId,
        'x-hyprbox-timestamp': timestamp,
        'x-hyprbox-signature': `sha256=${signature}`,
        ...(authorization !== undefined && { authorization }),
      },
      body,
      signal,
    });
    return resultOf(answer);
  }
}

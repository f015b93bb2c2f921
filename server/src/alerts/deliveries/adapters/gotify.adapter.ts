import type { AlertMessage } from '../alert-message.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { below, callJson } from './json-call.js';
import { resultOf } from './service-answer.js';
import { plainText, told } from './told-message.js';

/**
 * A message of a Gotify application.
 *
 * @see https://gotify.net/api-docs#/message/createMessage
 */
export class GotifyAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, signal }: SendOrder): Promise<SendResult> {
    const words = told(message);
    const body = {
      title: words.title,
      message: plainText(words) || words.title,
      priority: priorityOf(message),
      extras: {
        'client::display': { contentType: 'text/plain' },
        ...(words.link !== null && { 'client::notification': { click: { url: words.link } } }),
      },
    };
    const headers = { 'x-gotify-key': to.secrets['token'] };
    return resultOf(await callJson(this.egress, below(to.config['url'] ?? '', '/message'), body, { headers, signal }));
  }
}

/** From eight on the Android app rings and stays on the screen. */
function priorityOf({ event, severity }: AlertMessage): number {
  if (event === 'resolved' || event === 'test') return 4;
  return severity === 'CRITICAL' ? 8 : 6;
}

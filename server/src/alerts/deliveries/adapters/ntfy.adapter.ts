import type { AlertMessage } from '../alert-message.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { callJson } from './json-call.js';
import { resultOf } from './service-answer.js';
import { fitting, plainText, told } from './told-message.js';

/** What is longer becomes an attachment. */
const messageBytes = 4096;

/**
 * ntfy's publishing as JSON, which keeps names out of headers.
 *
 * @see https://docs.ntfy.sh/publish/#publish-as-json
 */
export class NtfyAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, signal }: SendOrder): Promise<SendResult> {
    const { title, link } = told(message);
    const text = fitting(message, messageBytes, plainText, Buffer.byteLength);
    const click = message.alerts.length === 1 ? (told(message).alerts[0]?.links.at(-1)?.url ?? link) : link;
    const body = {
      topic: to.config['topic'],
      title,
      message: text || title,
      priority: priorityOf(message),
      tags: [tagOf(message)],
      ...(click !== null && { click }),
    };
    const { token } = to.secrets;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return resultOf(await callJson(this.egress, to.config['url'] ?? '', body, { headers, signal }));
  }
}

/** Five passes a phone's silence. */
function priorityOf({ event, severity }: AlertMessage): number {
  if (event === 'resolved' || event === 'test') return 3;
  return severity === 'CRITICAL' ? 5 : 4;
}

/** ntfy shows these as pictures. */
function tagOf({ event, severity }: AlertMessage): string {
  if (event === 'resolved') return 'white_check_mark';
  if (event === 'test') return 'bell';
  return severity === 'CRITICAL' ? 'rotating_light' : 'warning';
}

import type { AlertMessage } from '../alert-message.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { below, callJson } from './json-call.js';
import { isOver } from './is-over.js';
import { resultOf } from './service-answer.js';
import { keyOf } from './service-key.js';
import { fitting, oneLine, plainText, told } from './told-message.js';

const dedupKeyLength = 255;
const sourceLength = 250;
const detailsLength = 20_000;

/**
 * Events API v2: one incident for a group of alerts, by its key, however often it is told.
 *
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export class PagerDutyAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, deliveryId, signal }: SendOrder): Promise<SendResult> {
    const url = below(to.config['url'] ?? 'https://events.pagerduty.com', '/v2/enqueue');
    const key = message.event === 'test' ? deliveryId : message.groupKey;
    const event = {
      routing_key: to.secrets['routingKey'],
      event_action: isOver(message) ? 'resolve' : 'trigger',
      dedup_key: keyOf(key, dedupKeyLength),
      payload: payloadOf(message),
      client: 'HyprBox',
      ...linksOf(message),
    };
    return resultOf(await callJson(this.egress, url, event, { signal }));
  }
}

function payloadOf(message: AlertMessage): object {
  const { event, severity, alerts } = message;
  const [first] = alerts;
  return {
    summary: told(message).title,
    source: oneLine(first?.host ?? first?.nodeId ?? 'HyprBox', sourceLength),
    severity: event === 'test' ? 'info' : severity.toLowerCase(),
    ...(first && { timestamp: first.since, class: first.kind }),
    custom_details: { alerts: fitting(message, detailsLength, plainText) },
  };
}

function linksOf(message: AlertMessage): object {
  const { alerts, link } = told(message);
  const links = alerts.flatMap((alert) => alert.links.map(({ label, url }) => ({ href: url, text: label })));
  return { ...(link !== null && { client_url: link }), ...(links.length > 0 && { links: links.slice(0, 10) }) };
}

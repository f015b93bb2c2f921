import { cut } from '../../../common/named-faults.js';
import type { AlertMessage } from '../alert-message.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { isOver } from './is-over.js';
import { below, callJson } from './json-call.js';
import { resultOf } from './service-answer.js';
import { keyOf } from './service-key.js';
import { fitting, oneLine, plainText, told } from './told-message.js';

const aliasLength = 512;
const messageLength = 130;
const descriptionLength = 15_000;

/**
 * One alert for a group, by its alias: Opsgenie counts an open one that is made again, and closes it by the alias.
 *
 * @see https://docs.opsgenie.com/docs/alert-api
 */
export class OpsgenieAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, deliveryId, signal }: SendOrder): Promise<SendResult> {
    const alias = keyOf(message.event === 'test' ? deliveryId : message.groupKey, aliasLength);
    const server = to.config['url'] ?? 'https://api.opsgenie.com';
    const closing = isOver(message);
    const url = closing ? closeUrl(server, alias) : below(server, '/v2/alerts');
    const body = closing ? { source: 'HyprBox', note: told(message).title } : { alias, ...alertOf(message) };
    const headers = { authorization: `GenieKey ${to.secrets['apiKey'] ?? ''}` };
    return resultOf(await callJson(this.egress, url, body, { headers, signal }));
  }
}

function closeUrl(server: string, alias: string): string {
  return `${below(server, `/v2/alerts/${encodeURIComponent(alias)}/close`)}?identifierType=alias`;
}

function alertOf(message: AlertMessage): object {
  const [first] = message.alerts;
  const entity = first?.host ?? first?.nodeId;
  return {
    message: cut(told(message).title, messageLength - 1),
    description: fitting(message, descriptionLength, plainText),
    priority: message.event === 'test' ? 'P5' : message.severity === 'CRITICAL' ? 'P1' : 'P3',
    source: 'HyprBox',
    tags: ['hyprbox', message.severity.toLowerCase()],
    ...(entity && { entity: oneLine(entity, aliasLength - 1) }),
  };
}

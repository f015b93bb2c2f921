import type { AlertMessage } from '../alert-message.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { callJson } from './json-call.js';
import { resultOf } from './service-answer.js';
import { told, type ToldMessage } from './told-message.js';

/** Teams takes 28 KB in all. */
const cardBytes = 24_000;

/**
 * A workflow that posts what comes to its webhook. The card has runs of text alone: Teams reads Markdown in its text blocks
 * and facts, and none in these.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
 * @see https://adaptivecards.io/explorer/RichTextBlock.html
 */
export class TeamsAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, signal }: SendOrder): Promise<SendResult> {
    const attachment = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: cardOf(message),
    };
    const body = { type: 'message', attachments: [attachment] };
    return resultOf(await callJson(this.egress, to.secrets['url'] ?? '', body, { signal }));
  }
}

function cardOf(message: AlertMessage): object {
  for (let shown = message.alerts.length; shown > 0; shown -= 1) {
    const card = cardFrom(told(message, shown), message);
    if (Buffer.byteLength(JSON.stringify(card)) <= cardBytes) return card;
  }
  return cardFrom(told(message, 0), message);
}

function cardFrom({ title, alerts, more, link }: ToldMessage, message: AlertMessage): object {
  const paragraphs = alerts.flatMap(({ heading, facts }, index) => [
    ...(heading === null ? [] : [line([run(heading, { weight: 'Bolder' })], index > 0)]),
    ...facts.map(({ label, text }) => line([run(`${label}: `, { isSubtle: true }), run(text)])),
  ]);
  const links = alerts.length === 1 ? (alerts[0]?.links ?? []) : [];
  const all = [...links, ...(link === null ? [] : [{ label: 'All alerts', url: link }])];
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      line([run(title, { size: 'Large', weight: 'Bolder', color: colourOf(message) })]),
      ...paragraphs,
      ...(more === null ? [] : [line([run(more)], true)]),
    ],
    actions: all.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
    msteams: { width: 'Full' },
  };
}

function line(inlines: object[], separator = false): object {
  return { type: 'RichTextBlock', inlines, separator, spacing: separator ? 'Medium' : 'Small' };
}

function run(text: string, style: object = {}): object {
  return { type: 'TextRun', text, ...style };
}

function colourOf({ event, severity }: AlertMessage): string {
  if (event === 'resolved') return 'Good';
  if (event === 'test') return 'Default';
  return severity === 'CRITICAL' ? 'Attention' : 'Warning';
}

import type { AlertMessage } from '../alert-message.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { escapeMarkdown } from './escape.js';
import { callJson } from './json-call.js';
import { answeredField, resultOf } from './service-answer.js';
import { fitting, told, type ToldMessage } from './told-message.js';

const descriptionLength = 4096;

/**
 * A webhook of a channel, asked to wait so that it says whether the message was taken.
 *
 * @see https://discord.com/developers/docs/resources/webhook#execute-webhook
 */
export class DiscordAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, signal }: SendOrder): Promise<SendResult> {
    const url = new URL(to.secrets['url'] ?? '');
    url.searchParams.set('wait', 'true');
    const description = fitting(message, descriptionLength, markdown);
    const body = {
      content: escapeMarkdown(told(message).title),
      embeds: description === '' ? [] : [{ description, color: colourOf(message) }],
      // Nobody is pinged, whatever a text looks like.
      allowed_mentions: { parse: [] },
    };
    const answer = await callJson(this.egress, url.href, body, { signal });
    const seconds = answeredField(answer.text, 'retry_after');
    return { ...resultOf(answer), ...(typeof seconds === 'number' && { retryAfterSeconds: Math.ceil(seconds) }) };
  }
}

function markdown({ alerts, more, link }: ToldMessage): string {
  const paragraphs = alerts.map(({ heading, facts, links }) =>
    [
      ...(heading === null ? [] : [`**${escapeMarkdown(heading)}**`]),
      ...facts.map(({ label, text }) => `${label}: ${escapeMarkdown(text)}`),
      ...links.map(({ label, url }) => `[${label}](${url})`),
    ].join('\n'),
  );
  const end = [...(more === null ? [] : [more]), ...(link === null ? [] : [`[All alerts](${link})`])].join('\n');
  return [...paragraphs, end].filter((each) => each !== '').join('\n\n');
}

function colourOf({ event, severity }: AlertMessage): number {
  if (event === 'resolved') return 0x2e_a0_43;
  if (event === 'test') return 0x57_60_6a;
  return severity === 'CRITICAL' ? 0xcf_22_2e : 0xd2_99_22;
}

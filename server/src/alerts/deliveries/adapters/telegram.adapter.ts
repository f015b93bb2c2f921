import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { escapeHtml } from './escape.js';
import { below, callJson } from './json-call.js';
import { answeredField, resultOf } from './service-answer.js';
import { fitting, type ToldMessage } from './told-message.js';

/** Telegram counts what is left without the markup, so this is on the safe side. */
const textLength = 4096;

/**
 * A bot's message.
 *
 * @see https://core.telegram.org/bots/api#sendmessage
 */
export class TelegramAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, signal }: SendOrder): Promise<SendResult> {
    const server = to.config['apiUrl'] ?? 'https://api.telegram.org';
    const body = {
      chat_id: to.config['chatId'],
      text: fitting(message, textLength, html),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      disable_notification: message.event === 'resolved',
    };
    const answer = await callJson(this.egress, below(server, `/bot${to.secrets['botToken'] ?? ''}/sendMessage`), body, {
      signal,
    });
    const seconds = answeredField(answer.text, 'parameters', 'retry_after');
    return { ...resultOf(answer), ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }) };
  }
}

function html({ title, alerts, more, link }: ToldMessage): string {
  const paragraphs = alerts.map(({ heading, facts, links }) =>
    [
      ...(heading === null ? [] : [`<b>${escapeHtml(heading)}</b>`]),
      ...facts.map(({ label, text }) => `${label}: ${escapeHtml(text)}`),
      ...links.map(({ label, url }) => anchor(label, url)),
    ].join('\n'),
  );
  const end = [...(more === null ? [] : [more]), ...(link === null ? [] : [anchor('All alerts', link)])].join('\n');
  return [`<b>${escapeHtml(title)}</b>`, ...paragraphs, end].filter((each) => each !== '').join('\n\n');
}

function anchor(label: string, url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
}

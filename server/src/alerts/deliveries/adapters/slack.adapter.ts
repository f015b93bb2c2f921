import { cut } from '../../../common/named-faults.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { escapeSlack } from './escape.js';
import { callJson } from './json-call.js';
import { resultOf } from './service-answer.js';
import { told, type ToldAlert, type ToldMessage } from './told-message.js';

/** @see https://docs.slack.dev/reference/block-kit/blocks */
const headerLength = 150;
const sectionLength = 3000;

/**
 * An incoming webhook.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export class SlackAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, signal }: SendOrder): Promise<SendResult> {
    const words = told(message);
    const body = { text: escapeSlack(words.title), blocks: blocksOf(words), unfurl_links: false, unfurl_media: false };
    return resultOf(await callJson(this.egress, to.secrets['url'] ?? '', body, { signal }));
  }
}

function blocksOf({ title, alerts, more, link }: ToldMessage): object[] {
  const header = { type: 'header', text: { type: 'plain_text', text: cut(title, headerLength - 1), emoji: false } };
  const end = [...(more === null ? [] : [more]), ...(link === null ? [] : [`<${linkText(link)}|All alerts>`])];
  return [
    header,
    ...alerts.map(sectionOf).flatMap((text) => (text === '' ? [] : [section(text)])),
    ...(end.length === 0 ? [] : [section(end.join('\n'))]),
  ];
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** A line at a time, as far as there is room: cut within one, a link or an entity would break. */
function sectionOf({ heading, facts, links }: ToldAlert): string {
  const lines = [
    ...(heading === null ? [] : [`*${escapeSlack(heading)}*`]),
    ...facts.map(({ label, text }) => `${label}: ${escapeSlack(text)}`),
    ...links.map(({ label, url }) => `<${linkText(url)}|${label}>`),
  ];
  let text = '';
  for (const line of lines) {
    if (text.length + line.length + 1 <= sectionLength) text += `${text === '' ? '' : '\n'}${line}`;
  }
  return text;
}

function linkText(url: string): string {
  return url.replaceAll('&', '&amp;');
}

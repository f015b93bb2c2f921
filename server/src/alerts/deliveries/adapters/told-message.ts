import { printableLine } from '@hyprbox/contracts';
import { cut } from '../../../common/named-faults.js';
import type { AlertMessage, MessageAlert } from '../alert-message.js';

const titleLength = 250;
const headingLength = 250;
const noteLength = 300;
/** A longer address is left out: cut, it would lead nowhere. */
const linkLength = 1000;

/** One alert in words, each of them one line of plain text; nothing is escaped yet. */
export interface ToldAlert {
  /** How bad, what and where; null where the title says it, of a message about one alert. */
  heading: string | null;
  facts: { label: string; text: string }[];
  links: { label: string; url: string }[];
}

/** A message in words, the same for every service; each brings them into its own form. */
export interface ToldMessage {
  title: string;
  alerts: ToldAlert[];
  /** That there are more alerts; null if not. */
  more: string | null;
  /** The list of alerts. */
  link: string | null;
}

/** @param shown how many of its alerts there is room for */
export function told(message: AlertMessage, shown: number = message.alerts.length): ToldMessage {
  const alerts = message.alerts.slice(0, shown);
  const more = message.more + message.alerts.length - alerts.length;
  return {
    title: oneLine(message.title, titleLength),
    alerts: alerts.map((alert) => toldAlert(alert, message.alerts.length === 1 && more === 0)),
    more: more > 0 ? `… and ${more} more` : null,
    link: linkOf(message.externalUrl),
  };
}

/** The most of a message that fits; a service would cut the rest anywhere, or refuse it all. */
export function fitting(
  message: AlertMessage,
  limit: number,
  render: (told: ToldMessage) => string,
  sizeOf: (text: string) => number = (text) => text.length,
): string {
  for (let shown = message.alerts.length; shown > 0; shown -= 1) {
    const text = render(told(message, shown));
    if (sizeOf(text) <= limit) return text;
  }
  return render(told(message, 0));
}

/** A message as text without any markup. */
export function plainText({ alerts, more, link }: ToldMessage): string {
  const paragraphs = alerts.map(({ heading, facts, links }) =>
    [
      ...(heading === null ? [] : [heading]),
      ...facts.map(({ label, text }) => `${label}: ${text}`),
      ...links.map(({ label, url }) => `${label}: ${url}`),
    ].join('\n'),
  );
  const end = [...(more === null ? [] : [more]), ...(link === null ? [] : [`All alerts: ${link}`])];
  return [...paragraphs, end.join('\n')].filter((each) => each !== '').join('\n\n');
}

function toldAlert(alert: MessageAlert, isAlone: boolean): ToldAlert {
  const { severity, state, ruleName, host, what, value, since, resolvedAt, note, runbook, url } = alert;
  const where = [host, what].filter((each) => each !== null).join(' ');
  const heading = `${state === 'RESOLVED' ? 'RESOLVED' : severity}: ${ruleName}${where === '' ? '' : ` on ${where}`}`;
  const facts = [
    { label: 'Value', text: value },
    { label: 'Since', text: timeOf(since) },
    { label: 'Resolved', text: resolvedAt === null ? null : timeOf(resolvedAt) },
    { label: 'Note', text: note === null ? null : oneLine(note, noteLength) },
  ];
  const links = [
    { label: 'Runbook', url: linkOf(runbook) },
    { label: 'Alert', url: linkOf(url) },
  ];
  return {
    heading: isAlone ? null : oneLine(heading, headingLength),
    facts: facts.flatMap(({ label, text }) => (text ? [{ label, text: oneLine(text, noteLength) }] : [])),
    links: links.flatMap(({ label, url: address }) => (address === null ? [] : [{ label, url: address }])),
  };
}

/** To the minute, as people say it, and in one zone for all who read it. */
function timeOf(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What came from a host or a rule as one line without anything that is obeyed or not seen. */
export function oneLine(text: string, length: number): string {
  return cut(printableLine(text.replace(/\s+/g, ' ').trim()), length);
}

/** An address that may be clicked, written so that no markup ends it; null for anything else. */
function linkOf(text: string | null): string | null {
  if (text === null || text.length > linkLength || !URL.canParse(text)) return null;
  const { protocol, origin, pathname, search, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  // Neither a user before the host, which makes an address look like another one, nor what ends a link in any markup.
  return `${origin}${`${pathname}${search}${hash}`.replaceAll(/[|<>()[\]\\"'`^{}\s]/g, percentEncoded)}`;
}

function percentEncoded(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}

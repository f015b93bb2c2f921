import { escapeHtml } from './escape.js';
import type { ToldMessage } from './told-message.js';

/** A message below its title as simple HTML that every mail program and Matrix client shows. */
export function htmlOf({ alerts, more, link }: ToldMessage): string {
  const paragraphs = alerts.map(({ heading, facts, links }) =>
    [
      ...(heading === null ? [] : [`<strong>${escapeHtml(heading)}</strong>`]),
      ...facts.map(({ label, text }) => `${label}: ${escapeHtml(text)}`),
      ...links.map(({ label, url }) => anchor(label, url)),
    ].join('<br>'),
  );
  const end = [...(more === null ? [] : [escapeHtml(more)]), ...(link === null ? [] : [anchor('All alerts', link)])];
  return [...paragraphs, end.join('<br>')]
    .filter((each) => each !== '')
    .map((each) => `<p>${each}</p>`)
    .join('');
}

function anchor(label: string, url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
}

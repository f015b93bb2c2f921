import type { OutputStream } from '@hyprbox/contracts';
import { EscapeFilter } from './escape-filter';

/** A place in the output where what is sought stands. */
export interface StoredMatch {
  readonly stream: OutputStream;
  /** Counted from 1 over what is stored of the stream. */
  readonly line: number;
  readonly text: string;
  readonly column: number;
}

/** The text of stored bytes as the terminal would show it, without colours. */
export function storedText(bytes: ArrayBuffer): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return withoutColours(new EscapeFilter().push(text));
}

export function withoutColours(text: string): string {
  return text.replace(/\x1b\[[\d;:]*m/g, '');
}

/** Every place, also where two overlap, as the terminal's own search counts them. */
export function placesOf(text: string, sought: string, caseSensitive: boolean): number[] {
  const places: number[] = [];
  if (sought === '') return places;
  const [hay, needle] = caseSensitive ? [text, sought] : [text.toLowerCase(), sought.toLowerCase()];
  for (let at = hay.indexOf(needle); at !== -1; at = hay.indexOf(needle, at + 1)) places.push(at);
  return places;
}

/** The matches at some of the places, which are in ascending order. */
export function matchesAt(stream: OutputStream, text: string, places: readonly number[]): StoredMatch[] {
  let line = 1;
  let start = 0;
  return places.map((place) => {
    for (let feed = text.indexOf('\n', start); feed !== -1 && feed < place; feed = text.indexOf('\n', start)) {
      line += 1;
      start = feed + 1;
    }
    const end = text.indexOf('\n', place);
    return { stream, line, text: text.slice(start, end === -1 ? text.length : end), column: place - start };
  });
}

import { unprintableCharacter } from './unprintable-characters.js';

/**
 * What no line of text that people read may hold: control characters, which a terminal or a log would obey and
 * PostgreSQL may refuse; Unicode's line breaks; what is not seen or turns the direction, which makes a text look like
 * another one (Unicode TR36 and TR39); and halves of surrogate pairs, which have no UTF-8.
 */
const unprintable = new RegExp(String.raw`\p{Cs}|${unprintableCharacter}`, 'gu');

/** Whether a text is one line that looks as it is. The empty one is. */
export function isPrintableLine(text: string): boolean {
  return text.search(unprintable) === -1;
}

/** A text of somebody else's as one line: what cannot be shown is replaced, a character each. */
export function printableLine(text: string, substitute = '\uFFFD'): string {
  return text.replace(unprintable, substitute);
}

import { showUnprintable, showUnprintableInPiece } from '@hyprbox/contracts';

const control = /\p{Cc}/u;
const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\e' };

/** Makes text from elsewhere safe to print as part of our own: what would act, hide or reorder is shown as an escape. */
export function neutralize(text: string): string {
  return showUnprintable(text, (character) => shortNames[character] ?? escapeOf(character));
}

/** Shows what hides in a piece of text or reorders it as an escape; control characters are the caller's. */
export function showInvisible(piece: string): string {
  return showUnprintableInPiece(piece, (character) => (control.test(character) ? character : escapeOf(character)));
}

/** As `neutralize`, but a message's own line breaks stay. */
export function neutralizeLines(text: string): string {
  return text.split('\n').map(neutralize).join('\n');
}

/** JSON leaves DEL, C1 controls and what hides or reorders as it is; a terminal would act on it. */
export function safeJson(value: unknown, indent: number): string {
  const json = JSON.stringify(value, null, indent);
  return showUnprintable(json, (character) => (character === '\n' ? character : jsonEscapeOf(character)));
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** JSON has escapes for halves of surrogate pairs only. */
function jsonEscapeOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

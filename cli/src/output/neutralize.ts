import { showHidden, showHiddenInPiece } from '@hyprbox/contracts';

/** Characters that make a terminal do something instead of showing something: controls (C0, C1, DEL) and line ends. */
const active = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const lineEnds = /[\u2028\u2029]/g;

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\e' };

/** Makes text from elsewhere safe to print as part of our own: what would act, hide or reorder is shown as an escape. */
export function neutralize(text: string): string {
  return showHidden(
    text.replace(active, (character) => shortNames[character] ?? escapeOf(character)),
    escapeOf,
  );
}

/** Shows what hides in a piece of text or reorders it as an escape; control characters are the caller's. */
export function showInvisible(piece: string): string {
  return showHiddenInPiece(piece.replace(lineEnds, escapeOf), escapeOf);
}

/** As `neutralize`, but a message's own line breaks stay. */
export function neutralizeLines(text: string): string {
  return text.split('\n').map(neutralize).join('\n');
}

/** JSON leaves DEL, C1 controls and what hides or reorders as it is; a terminal would act on it. */
export function safeJson(value: unknown, indent: number): string {
  const json = JSON.stringify(value, null, indent);
  return showHidden(
    json.replace(active, (character) => (character === '\n' ? character : jsonEscapeOf(character))),
    jsonEscapeOf,
  );
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

import { unprintableCharacter } from './unprintable-characters.js';

/** What is not seen in a path, a blank at its end among it, and the backslash, which begins an escape. */
const escapedCharacter = new RegExp(String.raw`${unprintableCharacter}| $|\\`, 'gu');
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = /\\(?:\\|n|r|t|x([0-9a-f]{2})|u([0-9a-f]{4}))/g;

/**
 * A path as people see it and can type it, on one line: what cannot be seen is an escape, and so is a backslash and a blank at
 * the end, so that no two paths are shown alike.
 */
export function shownPath(path: string): string {
  return path.replace(
    escapedCharacter,
    (character) => escapes[character] ?? unitsOf(character).map(hexadecimal).join(''),
  );
}

/** The path that is shown so. A backslash that begins no escape stands for itself. */
export function pathOfShown(text: string): string {
  return text.replace(escaped, (escape, byte: string | undefined, unit: string | undefined) => {
    const code = byte ?? unit;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return Object.entries(escapes).find(([, known]) => known === escape)?.[0] ?? escape;
  });
}

/** As UTF-16 has it: beyond the basic plane, a character is two. */
function unitsOf(character: string): number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
}

function hexadecimal(code: number): string {
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

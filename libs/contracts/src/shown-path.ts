/** Control characters, line and paragraph separators, and what turns the direction of text or hides in it. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]| $|\\/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = /\\(?:\\|n|r|t|x([0-9a-f]{2})|u([0-9a-f]{4}))/g;

/**
 * A path as people see it and can type it, on one line: what cannot be seen is an escape, and so is a backslash and a blank at
 * the end, so that no two paths are shown alike.
 */
export function shownPath(path: string): string {
  return path.replace(unprintable, (character) => escapes[character] ?? hexadecimal(character.charCodeAt(0)));
}

/** The path that is shown so. A backslash that begins no escape stands for itself. */
export function pathOfShown(text: string): string {
  return text.replace(escaped, (escape, byte: string | undefined, unit: string | undefined) => {
    const code = byte ?? unit;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return Object.entries(escapes).find(([, known]) => known === escape)?.[0] ?? escape;
  });
}

function hexadecimal(code: number): string {
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

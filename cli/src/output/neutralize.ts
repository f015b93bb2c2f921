/**
 * Characters that make a terminal do something instead of showing something: C0 and C1 controls, DEL, line and
 * paragraph separators, and the marks that reorder text (Unicode TR36, "bidirectional text spoofing") or hide in it.
 */
const active =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\e' };

/** Makes text from elsewhere safe to print as part of our own: what would act is shown as an escape. */
export function neutralize(text: string): string {
  return text.replace(active, (character) => shortNames[character] ?? escapeOf(character));
}

/** As `neutralize`, but a message's own line breaks stay. */
export function neutralizeLines(text: string): string {
  return text.split('\n').map(neutralize).join('\n');
}

/** JSON leaves DEL, C1 controls and reordering marks as they are; a terminal would act on them. */
export function safeJson(value: unknown, indent: number): string {
  const json = JSON.stringify(value, null, indent);
  return json.replace(active, (character) => (character === '\n' ? character : jsonEscapeOf(character)));
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

function jsonEscapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

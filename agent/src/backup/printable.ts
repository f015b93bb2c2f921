import { showUnprintable } from '@hyprbox/contracts';

/** One line in which whatever a file's name may hold neither breaks the line nor drives or deceives the reader's terminal. */
export function printable(text: string): string {
  return showUnprintable(text, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    if (code > 0xffff) return `\\u{${digits}}`;
    return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
  });
}

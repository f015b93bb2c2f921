import { showUnprintable } from '@hyprbox/contracts';

/** Nearly all text has nothing to be shown otherwise: that is seen fast. */
const plain = /^[\t\n -~]*$/;

/** C0 and DEL have pictures of their own (Unicode's Control Pictures). */
const picturesFrom = 0x2400;
const pictureOfDelete = '\u2421';

/** The text with whatever cannot be seen in it, or makes it read differently, made visible, as "␛" or "⟨U+202E⟩". */
export function visibleText(text: string): string {
  return plain.test(text) ? text : showUnprintable(text, nameOf);
}

function nameOf(character: string): string {
  // These lay out a text.
  if (character === '\t' || character === '\n') return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(picturesFrom + code);
  if (code === 0x7f) return pictureOfDelete;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

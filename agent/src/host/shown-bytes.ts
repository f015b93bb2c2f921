import { showUnprintable } from '@hyprbox/contracts';

/** One character of UTF-8 in a text of a byte a character (RFC 3629, section 4), or else one byte in the group. */
const characterOrByte =
  /[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|([\x00-\xff])/g;

/** A name of the file system as text: what is no UTF-8, or can't be printed, as `\x` and two digits a byte. */
export function shownBytes(bytes: Buffer): string {
  const text = bytes
    .toString('latin1')
    .replace(characterOrByte, (character: string, byte: string | undefined) =>
      byte === undefined ? Buffer.from(character, 'latin1').toString('utf8') : escaped(byte),
    );
  return showUnprintable(text, (character) => escaped(Buffer.from(character).toString('latin1')));
}

function escaped(bytes: string): string {
  return [...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}

const replacement = '\ufffd';

/**
 * Bytes as Go prints them in JSON: one U+FFFD for each byte that is no UTF-8 (utf8.DecodeRune), where Node's decoder
 * takes several bytes of an unfinished sequence together. So a file's name is compared with restic's listing.
 */
export function goText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes(replacement)) return text;
  let result = '';
  for (let at = 0; at < bytes.length;) {
    const rune = runeAt(bytes, at);
    result += rune?.text ?? replacement;
    at += rune?.length ?? 1;
  }
  return result;
}

function runeAt(bytes: Buffer, at: number): { text: string; length: number } | null {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    const piece = bytes.subarray(at, at + length);
    const text = piece.toString('utf8');
    // Also a true U+FFFD comes back as the bytes that it was.
    if (Buffer.from(text).equals(piece)) return { text, length };
  }
  return null;
}

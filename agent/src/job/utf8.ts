/** How many bytes the sequence that begins with this byte has (RFC 3629); 0 for a byte that begins none. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  if (byte >= 0xf0 && byte <= 0xf4) return 4;
  return 0;
}

/** Bytes at the end that begin a code point and do not finish it: 0 to 3. */
export function unfinishedTail(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    const isContinuation = byte >= 0x80 && byte <= 0xbf;
    if (!isContinuation) return sequenceLength(byte) > length ? length : 0;
  }
  return 0;
}

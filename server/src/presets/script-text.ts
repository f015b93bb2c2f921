type Fail = (fault: string) => never;

/** The text of a file of bash, without what bash would not take as it is meant. */
export function decodeScript(bytes: Uint8Array, maxBytes: number, fail: Fail): string {
  if (bytes.length > maxBytes) return fail(`is larger than ${maxBytes} bytes`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('is not UTF-8');
  }
  refuseText(text, maxBytes, fail);
  return text;
}

/** Refuses what bash would not take as it is meant. */
export function refuseText(text: string, maxBytes: number, fail: Fail): void {
  if (Buffer.byteLength(text) > maxBytes) fail(`is larger than ${maxBytes} bytes`);
  if (text.startsWith('\uFEFF')) fail('starts with a byte order mark, which bash does not know');
  if (text.includes('\0')) fail('holds a NUL character');
  if (text.includes('\r')) fail('holds a carriage return: save it with Unix line ends');
}

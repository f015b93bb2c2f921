/**
 * An address as accounts are found by it: in lower case, and composed (NFC), so that what looks the same is one account.
 * Composed again at the end, as lower case may leave something to compose.
 */
export function normalizedEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase().normalize('NFC');
}

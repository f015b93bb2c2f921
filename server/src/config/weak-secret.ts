/** Fewer than this many different characters is no random secret of 32. */
const fewestDistinct = 6;
/** Longest piece that a secret is looked at for being made of, over and over. */
const longestPiece = 10;

/** What stands in samples, and what people write who mean to change it later. */
const samples =
  /change[-_ ]?(?:me|it|this)|your[-_ ]?(?:jwt[-_ ]?)?(?:secret|token)|replace[-_ ]?(?:me|this)|(?:secret|token)[-_ ]?here|placeholder/i;

/** Whether a secret is one that somebody would guess: of few characters, of one piece repeated, or from a sample. */
export function isWeakSecret(secret: string): boolean {
  return new Set(secret).size < fewestDistinct || repeats(secret, longestPiece) || samples.test(secret);
}

/** Whether a text is one piece of at most so many characters, over and over; the last one may be cut. */
export function repeats(text: string, pieceLength: number): boolean {
  for (let length = 1; length <= pieceLength && length * 2 <= text.length; length++) {
    if (text.startsWith(text.slice(length))) return true;
  }
  return false;
}

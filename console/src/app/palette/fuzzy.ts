/**
 * How well `text` fits what was typed: null when it does not. Every word that was typed must occur, or its letters in
 * their order; the higher the better: a beginning before a word's beginning, that before any place, that before letters.
 */
export function fit(typed: string, text: string): number | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const score = fitOfWord(word, lower);
    if (score === null) return null;
    sum += score;
  }
  return sum;
}

function fitOfWord(word: string, text: string): number | null {
  const at = text.indexOf(word);
  if (at === 0) return 4;
  if (at > 0) return /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 2 : 3;
  return containsInOrder(word, text) ? 1 : null;
}

function containsInOrder(letters: string, text: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

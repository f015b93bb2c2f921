import { limits, tagPattern } from '@hyprbox/contracts';

/** Why what was typed can be no tag; null when it can. */
export function spellingFault(tag: string): string | null {
  if (tag.length > limits.tagLength) return `A tag has at most ${limits.tagLength} characters.`;
  if (!tagPattern.test(tag)) return 'A tag begins with a letter or digit; after it . _ : / = @ + - may be used, too.';
  return null;
}

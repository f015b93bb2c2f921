import { limits, tagPattern } from '@hyprbox/contracts';

/** Why `tag` cannot be added to `tags`; null when it can. */
export function tagFault(tag: string, tags: readonly string[]): string | null {
  if (tags.includes(tag)) return `This host has the tag “${tag}” already.`;
  if (tags.length >= limits.tagsPerNode) return `A host has at most ${limits.tagsPerNode} tags. Remove one first.`;
  if (tag.length > limits.tagLength) return `A tag has at most ${limits.tagLength} characters.`;
  if (!tagPattern.test(tag)) return 'A tag begins with a letter or digit; after it . _ : / = @ + - may be used, too.';
  return null;
}

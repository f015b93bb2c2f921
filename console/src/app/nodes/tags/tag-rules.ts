import { limits } from '@hyprbox/contracts';
import { spellingFault } from '../../shared/tags/tag-spelling';

/** Why `tag` cannot be added to `tags`; null when it can. */
export function tagFault(tag: string, tags: readonly string[]): string | null {
  if (tags.includes(tag)) return `This host has the tag “${tag}” already.`;
  if (tags.length >= limits.tagsPerNode) return `A host has at most ${limits.tagsPerNode} tags. Remove one first.`;
  return spellingFault(tag);
}

import { createHash } from 'node:crypto';

/** A group's key as a service takes it: one that is too long, or has odd characters, by its hash. */
export function keyOf(groupKey: string, length: number): string {
  if (groupKey.length <= length && /^[\x21-\x7e]+$/.test(groupKey)) return groupKey;
  return createHash('sha256').update(groupKey).digest('hex');
}

import { createHash } from 'node:crypto';
import type { PresetFunction } from '@hyprbox/contracts';

/** SHA-256 of all that a version's script is made of but its values: the source, and the functions in their order. */
export function hashOfVersion(template: string, functions: readonly Pick<PresetFunction, 'text'>[]): string {
  const hash = createHash('sha256').update(template, 'utf8');
  // A text holds no NUL, so what stands in one part can't be taken for the next.
  for (const { text } of functions) hash.update('\0').update(text, 'utf8');
  return hash.digest('hex');
}

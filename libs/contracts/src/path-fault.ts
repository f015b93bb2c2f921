import { limits } from './limits.js';

/** What is wrong with a path on a node, as it is typed in a policy or for a preset; null: nothing. */
export function nodePathFault(value: unknown): string | null {
  if (typeof value === 'string' && /\p{Cc}/u.test(value)) return 'must not hold control characters';
  return snapshotPathFault(value);
}

/** What is wrong with a path in a snapshot; null: nothing. What was backed up may have any name. */
export function snapshotPathFault(value: unknown): string | null {
  if (typeof value !== 'string' || !value.startsWith('/')) return 'must be an absolute path';
  if (value.length > limits.pathLength) return `must have at most ${limits.pathLength} characters`;
  if (/[\0\p{Cs}]/u.test(value)) return 'must not hold NUL or half of a character';
  return /\/\/|\/\.\.?(?:\/|$)/.test(value) ? 'must be a normalised path, without "..", "." or "//"' : null;
}

import { nodeTokenPattern } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { newTokenSecret, prefixOf, tokenMatches } from './token-secret.js';

describe('a new node token', () => {
  it('has the documented form and is found by its prefix', () => {
    const { token, prefix, hash } = newTokenSecret();
    expect(token).toMatch(nodeTokenPattern);
    expect(prefixOf(token)).toBe(prefix);
    expect(tokenMatches(token, hash)).toBe(true);
    expect(hash.toString('latin1')).not.toContain(prefix);
  });

  it('is never the same', () => {
    const made = Array.from({ length: 1_000 }, newTokenSecret);
    expect(new Set(made.map(({ token }) => token.slice(13))).size).toBe(1_000);
    expect(new Set(made.map(({ prefix }) => prefix)).size).toBe(1_000);
  });

  it('is not matched by another', () => {
    expect(tokenMatches(newTokenSecret().token, newTokenSecret().hash)).toBe(false);
  });

  it.each(['', 'hbnt_', 'hbnt_ABCDEFGH' + 'x'.repeat(43), 'hbnt_abcdefgh' + 'x'.repeat(42), 'Bearer hbnt_'])(
    'is not what %j is',
    (text) => {
      expect(prefixOf(text)).toBeNull();
    },
  );
});

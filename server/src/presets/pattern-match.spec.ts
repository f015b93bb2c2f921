import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern-match.js';

/** The characters on which engines differ: each kind of space and line end, and the edges of Unicode. */
const characters = Array.from({ length: 0x3100 }, (_, code) => String.fromCodePoint(code)).concat([
  '\ufefe',
  '\ufeff',
  '\uff00',
  '\u{1f600}',
  '\u{10ffff}',
]);

describe('a pattern', () => {
  it.each([
    '.',
    '\\s',
    '\\S',
    '[\\s.]',
    '[^\\s"]',
    '[\\S]',
    '[^\\S]',
    '[\\s\\S]',
    '[^]',
    '\\d',
    '\\w',
    '\\W',
    '\\v',
    '[\\\\[:alpha:.]',
    '[[:digit:]',
    '\\p{L}',
    '\\P{Lu}',
    '\\u00e4|\\u{1f600}|\\x41|\\cA',
    '\\.|\\[|\\]',
    'a?$|^b',
    '(?<name>c)',
  ])('%s means what it means to a browser', (pattern) => {
    const { regex, fault } = compilePattern(pattern);
    expect(fault).toBeNull();
    const browsers = new RegExp(`^(?:${pattern})$`, 'u');
    const differing = characters.filter((character) => regex?.testExact(character) !== browsers.test(character));
    expect(differing.map((character) => character.codePointAt(0)?.toString(16))).toEqual([]);
  });
});

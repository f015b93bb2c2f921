import { describe, expect, it } from 'vitest';
import { isPrintableLine, printableLine } from './printable-line.js';

describe('a line of text', () => {
  it.each([
    '',
    'web-1',
    'Zoë’s 🙂 host',
    'שלום',
    'مرحبا',
    '文字',
    '👩🏽\u200d💻',
    '❤\ufe0f\u200d🔥 1\ufe0f\u20e3',
    'می\u200cخواهم',
    'क्\u200dष',
  ])('is printable: %s', (text) => {
    expect(isPrintableLine(text)).toBe(true);
    expect(printableLine(text)).toBe(text);
  });

  it.each([
    ['NUL', '\0'],
    ['a tab', '\t'],
    ['a line feed', '\n'],
    ['an escape sequence', '\u001b'],
    ['a C1 control', '\u009b'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['an Arabic letter mark', '\u061c'],
    ['an override of direction', '\u202e'],
    ['an isolate', '\u2066'],
    ['half of a surrogate pair', '\ud83d'],
    ['a soft hyphen', '\u00ad'],
    ['a combining grapheme joiner', '\u034f'],
    ['a Hangul filler', '\u115f'],
    ['another Hangul filler', '\u3164'],
    ['a Khmer vowel that is not seen', '\u17b4'],
    ['a zero-width space', '\u200b'],
    ['a joiner between Latin letters', '\u200d'],
    ['a non-joiner between Latin letters', '\u200c'],
    ['a variation selector behind a letter', '\ufe0f'],
    ['a word joiner', '\u2060'],
    ['a byte order mark', '\ufeff'],
    ['an interlinear annotation', '\ufff9'],
    ['a tag', '\u{e0041}'],
    ['a selector of an ideograph', '\u{e0100}'],
  ])('is not with %s in it, which is replaced', (_what, character) => {
    const text = `a${character}b${character}`;
    // Twice: a pattern that remembers where it was would differ.
    expect([isPrintableLine(text), isPrintableLine(text)]).toEqual([false, false]);
    expect(printableLine(text)).toBe('a\uFFFDb\uFFFD');
    expect(printableLine(text, ' ')).toBe('a b ');
  });
  it.each(['👩\u200d', '\u200d👩', '❤\ufe0f\ufe0f', '1\ufe0f', 'می\u200c', 'm\u200c\u200dی'])(
    'is not with a joiner or selector that joins or selects nothing: %j',
    (text) => {
      expect(isPrintableLine(text)).toBe(false);
    },
  );
});

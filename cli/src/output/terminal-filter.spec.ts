import { describe, expect, it } from 'vitest';
import { TerminalFilter } from './terminal-filter.js';

/** Filters the text whole and byte by byte: both must agree. */
function filter(text: string): string {
  const bytes = Buffer.from(text);
  const whole = new TerminalFilter();
  const single = new TerminalFilter();
  const shown = whole.push(bytes) + whole.end();
  expect(Array.from(bytes, (byte) => single.push(Uint8Array.of(byte))).join('') + single.end()).toBe(shown);
  return shown;
}

describe('TerminalFilter', () => {
  it('lets text, line breaks, tabs, carriage returns and colours through, and puts colours back', () => {
    expect(filter('a\tb\r\nc')).toBe('a\tb\r\nc');
    expect(filter('grün 日本 🚀')).toBe('grün 日本 🚀');
    expect(filter('\x1b[1;31mred\x1b[0m')).toBe('\x1b[1;31mred\x1b[0m');
    expect(filter('\x1b[38;5;1mred')).toBe('\x1b[38;5;1mred\x1b[0m');
  });

  it.each([
    ['a clear screen', 'a\x1b[2Jb'],
    ['a cursor movement', 'a\x1b[10;20Hb'],
    ['a report request', 'a\x1b[6nb'],
    ['a private mode', 'a\x1b[?1049hb'],
    ['colours with a private marker', 'a\x1b[>4;1mb'],
    ['a title ended by BEL', 'a\x1b]0;owned\x07b'],
    ['a clipboard write ended by ST', 'a\x1b]52;c;aGk=\x1b\\b'],
    ['a device control string', 'a\x1bPq#0\x1b\\b'],
    ['a C1 control sequence', 'a\u009b2Jb'],
    ['a C1 operating system command', 'a\u009d0;owned\u009cb'],
    ['a reset', 'a\x1bcb'],
    ['a character set', 'a\x1b(0b'],
    ['bells and backspaces', 'a\x07\x08\x7fb'],
    ['a sequence that another one cuts', 'a\x1b]0;x\x1b[2Jb'],
  ])('drops %s', (_name, text) => {
    expect(filter(text)).toBe('ab');
  });

  it.each([
    ['alone', 'a\x1b[8mb', 'ab'],
    ['with leading zeros', 'a\x1b[008mb', 'ab'],
    ['among colours', 'a\x1b[1;8;31mb', 'a\x1b[1;31mb\x1b[0m'],
    ['after a colour of three parts', 'a\x1b[38;5;1;8mb', 'a\x1b[38;5;1mb\x1b[0m'],
    ['written with colons', 'a\x1b[8:1mb', 'ab'],
  ])('never hides text: conceal %s', (_name, text, shown) => {
    expect(filter(text)).toBe(shown);
  });

  it('keeps an 8 that is part of a colour', () => {
    for (const colour of ['38;5;8', '48;2;8;8;8', '38:5:8', '0;48;5;8']) {
      expect(filter(`\x1b[${colour}mgrey`)).toBe(`\x1b[${colour}mgrey\x1b[0m`);
    }
  });

  it('shows marks that reorder text or hide in it', () => {
    expect(filter('rm -rf \u202e/etc\u2066 \u200b x')).toBe('rm -rf \\u202e/etc\\u2066 \\u200b x');
    expect(filter('a\xadb\u115fc\u3164d\u{e0041} 👩\u200d💻')).toBe('a\\xadb\\u115fc\\u3164d\\u{e0041} 👩\u200d💻');
  });

  it('does not let an unclosed sequence hide what follows its line', () => {
    expect(filter('a\x1b]0;never closed\nnext')).toBe('a\nnext');
    expect(filter('a\x1b[31\nnext')).toBe('a\nnext');
  });

  it('shows bytes that are no text as such', () => {
    const terminal = new TerminalFilter();
    expect(terminal.push(Uint8Array.of(0x61, 0x9b, 0x62)) + terminal.end()).toBe('a\ufffdb');
  });
});

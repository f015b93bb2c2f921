import { EscapeFilter } from './escape-filter';

const filtered = (text: string): string => new EscapeFilter().push(text);

/** Every way to cut a text in two gives the same. */
function filteredInPieces(text: string): Set<string> {
  const results = new Set<string>();
  for (let cut = 0; cut <= text.length; cut += 1) {
    const filter = new EscapeFilter();
    results.add(filter.push(text.slice(0, cut)) + filter.push(text.slice(cut)));
  }
  return results;
}

describe('EscapeFilter', () => {
  it.each([
    ['plain text', 'Reading package lists... Done\n'],
    ['tabs, carriage returns and line feeds', 'a\tb\r50%\r100%\r\n'],
    ['other scripts and emoji', 'zażółć 日本語 👩‍🚀\n'],
    ['basic colours', '\x1b[31mred\x1b[0m \x1b[1;4;32mgreen\x1b[m'],
    ['256 colours, also those with the index of a refused attribute', '\x1b[38;5;8mgrey\x1b[48;5;6mcyan'],
    ['direct colours', '\x1b[38;2;8;5;6mx\x1b[48:2::1:2:3my'],
  ])('lets %s through unchanged', (_what, text) => {
    expect(filtered(text)).toBe(text);
  });

  it.each([
    ['cursor movement', '\x1b[2A\x1b[10;20H\x1b[3D\x1b[1000B\x1b[s\x1b[u\x1b7\x1b8'],
    ['erasing', '\x1b[2J\x1b[K\x1b[1K\x1b[3J\x1b[5X\x1b[2P\x1b[4L'],
    ['scrolling regions and scrolling', '\x1b[1;5r\x1b[5S\x1b[5T\x1bD\x1bM\x1bE'],
    ['modes: alternate screen, mouse, bracketed paste', '\x1b[?1049h\x1b[?1000h\x1b[?2004h\x1b[?25l\x1b[4h'],
    ['queries that a terminal would answer', '\x1b[6n\x1b[c\x1b[>c\x1b[=c\x1b[?6n\x1b[18t\x1b[21t\x1bZ\x05'],
    ['resets', '\x1bc\x1b[!p\x1b#8'],
    ['character sets', '\x1b(0\x1b)B\x1b%G\x0e\x0f\x1bN\x1bO'],
    ['titles', '\x1b]0;owned\x07\x1b]2;owned\x1b\\\x1b]1;icon\x9c'],
    ['the clipboard', '\x1b]52;c;cm0gLXJmIC8=\x07'],
    ['links', '\x1b]8;;https://evil.example\x1b\\\x1b]8;;\x1b\\'],
    ['colour redefinition', '\x1b]4;1;rgb:00/00/00\x07\x1b]10;#000\x07\x1b]104\x07'],
    ['device control strings', '\x1bP$q"p\x1b\\\x1bP+q544e\x1b\\\x1bPq#0~~@@\x1b\\'],
    ['application, privacy and start-of-string commands', '\x1b_Gi=1;AAAA\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\'],
    ['8-bit forms', '\x9b2J\x9d0;owned\x9c\x90x\x9c\x9fx\x9c\x98x\x9c\x9ex\x9c\x85\x8d'],
    ['bells, backspaces, form feeds and deletes', '\x07\x08\x0b\x0c\x7f\0'],
    ['SGR look-alikes: key modifiers and private parameters', '\x1b[>4;2m\x1b[?4m\x1b[<1m\x1b[1 m\x1b[1"m'],
    ['concealed and blinking text', '\x1b[8m\x1b[5m\x1b[6m\x1b[08m\x1b[8:1m\x1b[5;8m'],
    ['an overlong colour', `\x1b[${'1;'.repeat(200)}1m`],
  ])('takes out %s, however the text is cut', (_what, harmful) => {
    expect(filteredInPieces(`before${harmful}after\n`)).toEqual(new Set(['beforeafter\n']));
  });

  it('keeps the colour when conceal is hidden among its parameters', () => {
    expect(filtered('\x1b[31;8;1mx\x1b[8;38;5;8mx')).toBe('\x1b[31;1mx\x1b[38;5;8mx');
  });

  it('keeps colours that are cut between two pieces', () => {
    expect(filteredInPieces('a\x1b[38;5;196mb\x1b[0mc')).toEqual(new Set(['a\x1b[38;5;196mb\x1b[0mc']));
  });

  it.each([
    ['title', '\x1b]0;never ends'],
    ['device control string', '\x1bPnever ends'],
    ['application command', '\x1b_never ends'],
    ['control sequence', '\x1b[12;'],
    ['8-bit title', '\x9dnever ends'],
    ['escape', '\x1b'],
    ['title whose end is broken', '\x1b]0;title\x1b'],
  ])('does not let an unfinished %s swallow the next line', (_what, unfinished) => {
    expect(filteredInPieces(`first${unfinished}\nsecond\n`)).toEqual(new Set(['first\nsecond\n']));
  });

  it('begins a new sequence where an escape stands inside another', () => {
    expect(filtered('\x1b[1\x1b[31mred')).toBe('\x1b[31mred');
    expect(filtered('\x1b\x1b\x1b[31mred')).toBe('\x1b[31mred');
    expect(filtered('\x1b]0;title\x1b[31mred')).toBe('\x1b[31mred');
  });

  it('does not build a sequence from the parts around one that it takes out', () => {
    expect(filtered('\x1b\x1b[2J[2Jx')).toBe('[2Jx');
    expect(filtered('\x1b]0;a\x07]52;c;x')).toBe(']52;c;x');
    expect(filtered('\x1b[\x1b[K31mx')).toBe('31mx');
  });

  it('cancels a sequence at CAN and SUB', () => {
    expect(filtered('\x1b[3\x18x\x1b]0;t\x1ay')).toBe('xy');
  });

  it('shows what is not seen, as one character', () => {
    expect(filtered('fill\u3164er so\u00adft tag\u{e0041}')).toBe('fill\ufffder so\ufffdft tag\ufffd');
    expect(filtered('\x1b]0;t\u{e0041}\x07a\x1b[1\u{e0041}m')).toBe('a\ufffdm');
  });

  it('shows bidirectional controls', () => {
    expect(filtered('ad\u200bmin \ufeffx \u2060y')).toBe('ad\ufffdmin \ufffdx \ufffdy');
    expect(filtered('rm \u202e/ fr- \u2066x\u2069\u200f\u061c')).toBe('rm \ufffd/ fr- \ufffdx\ufffd\ufffd\ufffd');
  });

  it('lets nothing but text, line control and colours out of random bytes', () => {
    let seed = 42;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31);
    const alphabet = [
      '\x1b',
      '[',
      ']',
      'm',
      'P',
      '_',
      ';',
      '8',
      '3',
      '1',
      '?',
      '\\',
      '\x07',
      '\x9b',
      '\x9d',
      '\n',
      'x',
      '\x08',
    ];
    const filter = new EscapeFilter();
    for (let round = 0; round < 20_000; round += 1) {
      const printed = filter.push(alphabet[next() % alphabet.length] ?? '');
      expect(printed).toMatch(/^(?:\x1b\[[\d;:]*m|[^\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f])*$/);
    }
  });
});

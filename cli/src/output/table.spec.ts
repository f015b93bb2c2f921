import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderDetails } from './details.js';
import { renderTable } from './table.js';

const plain = (_style: string, text: string): string => text;
const columns = [
  { header: 'NAME', value: (row: string[]) => row[0] ?? '', shrinks: true },
  { header: 'STATUS', value: (row: string[]) => row[1] ?? '' },
  { header: 'LOAD', value: (row: string[]) => row[2] ?? '', align: 'right' as const },
];
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe('a table', () => {
  it('lines its columns up, figures to the right', () => {
    expect(
      renderTable(
        columns,
        [
          ['a', 'ONLINE', '1.50'],
          ['bcdef', 'OFFLINE', '12.00'],
        ],
        80,
        plain,
      ),
    ).toBe(['NAME   STATUS    LOAD', 'a      ONLINE    1.50', 'bcdef  OFFLINE  12.00', ''].join('\n'));
  });

  it('fits its width by cutting what may be cut', () => {
    const text = renderTable(columns, [['x'.repeat(200), 'ONLINE', '1']], 40, plain);
    expect(widest(text)).toBe(40);
    expect(text).toContain('x…  ONLINE');
  });

  it('measures wide characters as terminals do', () => {
    const text = renderTable(
      columns,
      [
        ['日本'.repeat(40), 'ONLINE', '1'],
        ['👩‍💻'.repeat(40), 'OFFLINE', '2'],
      ],
      40,
      plain,
    );
    expect(widest(text)).toBeLessThanOrEqual(40);
  });

  it('cuts even what should not be cut rather than break its lines', () => {
    expect(widest(renderTable(columns, [['a', 'S'.repeat(90), 'L'.repeat(90)]], 60, plain))).toBeLessThanOrEqual(60);
  });

  it('shows what would control the terminal instead of passing it on', () => {
    const text = renderTable(columns, [['a\x1b[2J\nb\u202e\u009bx\u115f\u{e0041}\u200d', 'ONLINE', '']], 80, plain);
    expect(text).toContain('a\\e[2J\\nb\\u202e\\x9bx\\u115f\\u{e0041}\\u200d');
    expect(text.split('\n')).toHaveLength(3);
  });
});

describe('details', () => {
  it('leave out what has nothing to say, wrap long values and neutralise them', () => {
    const text = renderDetails(
      [
        ['Name', 'a\x1b]0;x\x07'],
        ['Gone', null],
        ['About', 'word '.repeat(20).trim()],
      ],
      40,
      plain,
    );
    expect(text).toBe(
      [
        'Name   a\\e]0;x\\x07',
        'About  word word word word word word',
        '       word word word word word word',
        '       word word word word word word',
        '       word word',
        '',
      ].join('\n'),
    );
  });
});

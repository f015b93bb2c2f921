import { lineDiff, withContext } from './line-diff';

const words = (from: string, to: string): string[] =>
  lineDiff(from, to).map(({ kind, text }) => `${{ same: ' ', missing: '-', added: '+' }[kind]}${text}`);

describe('lineDiff', () => {
  it('says which lines are missing and which are added', () => {
    expect(words('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual([' a', '-b', '+x', ' c', '+d']);
    expect(words('', 'a')).toEqual(['+a']);
    expect(words('a\nb', 'a\nb\n')).toEqual([' a', ' b']);
    expect(words('a\nb\na\nc', 'a\nc')).toEqual(expect.arrayContaining([' a', ' c']));
  });

  it('takes texts that differ in everything as a whole where they are long', () => {
    const long = (name: string): string => Array.from({ length: 5_000 }, (_, line) => `${name} ${line}`).join('\n');
    const diff = lineDiff(`same\n${long('a')}\nend`, `same\n${long('b')}\nend`);
    expect(diff).toHaveLength(10_002);
    expect([diff[0]?.kind, diff[1]?.kind, diff[5_001]?.kind, diff.at(-1)?.kind]).toEqual([
      'same',
      'missing',
      'added',
      'same',
    ]);
  });

  it('leaves out what is far from any change', () => {
    const from = Array.from({ length: 20 }, (_, line) => String(line)).join('\n');
    expect(withContext(lineDiff(from, from.replace('\n10\n', '\nten\n')), 1)).toEqual([
      { kind: 'gap', count: 9 },
      { kind: 'same', text: '9' },
      { kind: 'missing', text: '10' },
      { kind: 'added', text: 'ten' },
      { kind: 'same', text: '11' },
      { kind: 'gap', count: 8 },
    ]);
  });
});

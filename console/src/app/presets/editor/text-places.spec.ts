import type { TextLines } from './text-places';
import { placeOf, rangeOf } from './text-places';

function linesOf(text: string): TextLines {
  const lines = text.split('\n');
  return {
    lines: lines.length,
    line: (number) => ({
      from: lines.slice(0, number - 1).reduce((sum, each) => sum + each.length + 1, 0),
      text: lines[number - 1] ?? '',
    }),
  };
}

describe('places in a text', () => {
  const text = 'echo "👩‍🚀🐧" $who\nzażółć $x\n';

  it('counts characters where browsers count code units', () => {
    const finding = {
      line: 1,
      column: 13,
      endLine: 1,
      endColumn: 17,
      level: 'WARNING',
      code: 'SC2086',
      message: '',
    } as const;
    const { from, to } = rangeOf(finding, linesOf(text));
    expect(text.slice(from, to)).toBe('$who');
    const second = rangeOf({ ...finding, line: 2, endLine: 2, column: 8, endColumn: 10 }, linesOf(text));
    expect(text.slice(second.from, second.to)).toBe('$x');
  });

  it('takes the nearest place where the text has become shorter', () => {
    const lines = linesOf('ab\ncd');
    expect([placeOf(1, 99, lines), placeOf(9, 1, lines), placeOf(0, 0, lines)]).toEqual([2, 5, 0]);
    const upsideDown = { line: 2, column: 2, endLine: 1, endColumn: 1, level: 'INFO', code: '', message: '' } as const;
    expect(rangeOf(upsideDown, lines)).toEqual({ from: 4, to: 4 });
  });
});

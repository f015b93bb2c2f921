import { matchesAt, placesOf, storedText } from './stored-search';

describe('search in stored output', () => {
  it('reads bytes as the terminal would show them', () => {
    const bytes = new TextEncoder().encode('\x1b[31mred\x1b[0m \x1b]0;title\x07\xe9\n');
    expect(storedText(bytes.buffer)).toBe('red é\n');
  });

  it.each([
    ['aaa', 'aa', true, [0, 1]],
    ['One one', 'one', true, [4]],
    ['One one', 'one', false, [0, 4]],
    ['one', '', false, []],
  ] as const)('%s has %s, by the case %s, at %j', (text, sought, caseSensitive, places) => {
    expect(placesOf(text, sought, caseSensitive)).toEqual(places);
  });

  it('tells the line and the column of each', () => {
    const text = 'one two\n\ntwo two\nend two';
    const found = matchesAt('stderr', text, placesOf(text, 'two', true));
    expect(found.map(({ line, column }) => [line, column])).toEqual([
      [1, 4],
      [3, 0],
      [3, 4],
      [4, 4],
    ]);
    expect(found.at(-1)).toEqual({ stream: 'stderr', line: 4, text: 'end two', column: 4 });
  });
});

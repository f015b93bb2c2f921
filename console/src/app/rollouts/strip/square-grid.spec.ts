import { cornerOf, squareAt, squareByKey, squareGrid } from './square-grid';

describe('the squares of a wave', () => {
  const grid = squareGrid(25, 225, 25);

  it('lie in rows as wide as there is room', () => {
    expect(grid).toEqual({ columns: 10, rows: 3, pitch: 22 });
    expect(squareGrid(5_000, 1_200, 5_000)).toEqual({ columns: 100, rows: 50, pitch: 12 });
    expect(squareGrid(3, 0, 3).columns).toBe(1);
  });

  it('are found where they are drawn', () => {
    for (const index of [0, 9, 10, 24]) {
      const { x, y } = cornerOf(grid, index);
      expect(squareAt(grid, 25, x + 1, y + 1)).toBe(index);
    }
  });

  it('are none beside them', () => {
    expect([squareAt(grid, 25, 224, 1), squareAt(grid, 25, 6 * 22, 2 * 22 + 1), squareAt(grid, 25, 1, 70)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    [0, 'ArrowRight', 1],
    [9, 'ArrowRight', 10],
    [0, 'ArrowLeft', 0],
    [3, 'ArrowDown', 13],
    [17, 'ArrowDown', 17],
    [3, 'ArrowUp', 3],
    [24, 'Home', 0],
    [3, 'End', 24],
    [3, 'PageDown', 24],
    [3, 'x', null],
  ])('from %i, %s leads to %j', (from, key, to) => expect(squareByKey(grid, 25, from, key)).toBe(to));
});

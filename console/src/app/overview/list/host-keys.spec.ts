import { placeAfterKey } from './host-keys';

const places = { count: 10, columns: 4, pageRows: 2 };

describe('placeAfterKey', () => {
  it.each([
    ['ArrowDown', 1, 5],
    ['ArrowDown', 7, 7],
    ['ArrowUp', 5, 1],
    ['ArrowUp', 2, 2],
    ['ArrowRight', 3, 4],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 0, 0],
    ['PageDown', 0, 8],
    ['PageDown', 5, 9],
    ['PageUp', 9, 1],
    ['Home', 7, 0],
    ['End', 0, 9],
    ['a', 3, null],
  ])('%s leads from %i to %s', (key, from, to) => {
    expect(placeAfterKey(key, from, places)).toBe(to);
  });

  it('leaves left and right alone where hosts stand below each other', () => {
    expect(placeAfterKey('ArrowRight', 3, { ...places, columns: 1 })).toBeNull();
    expect(placeAfterKey('ArrowDown', 3, { ...places, columns: 1 })).toBe(4);
  });
});

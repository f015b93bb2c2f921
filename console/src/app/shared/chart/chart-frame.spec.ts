import { fractionAt, nearestIndex, timeAt } from './chart-frame';

const span = { from: 1000, to: 3000 };

describe('chart frame', () => {
  it('maps times to places and back', () => {
    expect(fractionAt(1500, span)).toBe(0.25);
    expect(timeAt(0.25, span)).toBe(1500);
  });

  it('knows no time beyond the ends of the axis', () => {
    expect(timeAt(-0.2, span)).toBe(1000);
    expect(timeAt(1.2, span)).toBe(3000);
  });

  it('has one place where there is one time', () => {
    expect(fractionAt(1000, { from: 1000, to: 1000 })).toBe(0);
  });

  it('finds the nearest of the times', () => {
    expect(nearestIndex([1000, 2000, 3000], 2400)).toBe(1);
    expect(nearestIndex([1000, 2000, 3000], 9000)).toBe(2);
    expect(nearestIndex([], 1)).toBeNull();
  });
});

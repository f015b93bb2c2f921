import { spanEnd } from './silence-spans';

describe('the end of a silence', () => {
  const now = new Date(2026, 10, 30, 23, 30);

  it('is so many hours away, or at nine of the next day, also in another month', () => {
    expect(spanEnd('1h', now)).toEqual(new Date(2026, 11, 1, 0, 30));
    expect(spanEnd('4h', now)).toEqual(new Date(2026, 11, 1, 3, 30));
    expect(spanEnd('morning', now)).toEqual(new Date(2026, 11, 1, 9, 0));
    expect(spanEnd('custom', now)).toBeNull();
  });
});

import { chosen, shifted, spanOf, stretched } from './history-span';
import { toHistoryView, toQueryParams } from './history-view';

const now = Date.parse('2026-01-31T12:00:00Z');
const minute = 60_000;
const span = { from: now - 60 * minute, to: now - 30 * minute };

describe('history view', () => {
  it('is the same after it went through the address', () => {
    const address = toQueryParams({ range: '7d', zoom: span });
    expect(address).toEqual({ range: '7d', from: '2026-01-31T11:00:00.000Z', to: '2026-01-31T11:30:00.000Z' });
    expect(toHistoryView(address['range'], address['from'], address['to'])).toEqual({ range: '7d', zoom: span });
    expect(toQueryParams({ range: '1h', zoom: null })).toEqual({ range: null, from: null, to: null });
  });

  it.each([
    ['unknown words', '2h', 'then', 'now'],
    ['half a span', undefined, '2026-01-31T11:00:00Z', undefined],
    ['a span that ends before it begins', undefined, '2026-01-31T11:00:00Z', '2026-01-31T10:00:00Z'],
    ['a span longer than a year', undefined, '2020-01-31T11:00:00Z', '2026-01-31T10:00:00Z'],
  ])('leaves out %s', (_, range, from, to) => {
    expect(toHistoryView(range, from, to)).toEqual({ range: '1h', zoom: null });
  });
});

describe('history span', () => {
  it('is the newest so much, or what was zoomed into', () => {
    expect(spanOf({ range: '6h', zoom: null }, now)).toEqual({ from: now - 360 * minute, to: now });
    expect(spanOf({ range: '6h', zoom: span }, now)).toEqual(span);
  });

  it('keeps its centre when it is stretched, but not into the future', () => {
    expect(stretched(span, 0.5, now)).toEqual({ from: now - 52.5 * minute, to: now - 37.5 * minute });
    expect(stretched(span, 4, now)).toEqual({ from: now - 120 * minute, to: now });
  });

  it('is moved, but not into the future', () => {
    expect(shifted(span, -0.5, now)).toEqual({ from: now - 75 * minute, to: now - 45 * minute });
    expect(shifted(span, 0.5, now)).toEqual({ from: now - 45 * minute, to: now - 15 * minute });
    expect(shifted({ from: now - minute, to: now }, 0.5, now)).toEqual({ from: now - minute, to: now });
  });

  it('is never shorter than a minute', () => {
    expect(chosen({ from: now - 30_000, to: now - 29_000 }, now)).toEqual({ from: now - 60_000, to: now });
  });
});

import { formatBytes, formatCount, formatDuration, formatPercent, roundSpan } from './format';

describe('figures', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 KB'],
    [2_100_000_000, '2.1 GB'],
    [340_000_000, '340 MB'],
    [999_600_000, '1.0 GB'],
  ])('writes %d bytes as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));

  it.each([
    [48.9, '48 s'],
    [200, '3 min 20 s'],
    [12_000, '3 h 20 min'],
    [1_051_200, '12 d 4 h'],
  ])('writes %d seconds as %s', (seconds, words) => expect(formatDuration(seconds)).toBe(words));

  it.each([0, 999, 1_000, 10_000, 123_456, 1_234_567, -1_000])('sets %d apart in thousands', (count) => {
    expect(formatCount(count)).toBe(count.toLocaleString('en-GB'));
  });

  it('shows a dash where nothing was measured', () => {
    expect([formatPercent(null), formatPercent(undefined), formatPercent(0), formatPercent(97.4)]).toEqual([
      '–',
      '–',
      '0%',
      '97%',
    ]);
  });
});

describe('roundSpan', () => {
  it.each([
    [15, '15 s'],
    [60, '1 min'],
    [91, 'about 1.5 min'],
    [300, '5 min'],
    [7_200, '2 h'],
    [86_400, '1 d'],
  ])('says %i seconds as %s', (seconds, words) => {
    expect(roundSpan(seconds)).toBe(words);
  });
});

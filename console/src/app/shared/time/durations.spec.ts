import { parseDuration, writeDuration } from './durations';

describe('durations', () => {
  it.each([
    ['90', 90],
    ['90 s', 90],
    ['5min', 300],
    ['5 m', 300],
    ['1.5 H', 5_400],
    ['2 d', 172_800],
    ['0', 0],
    ['', null],
    ['soon', null],
    ['-5 min', null],
    ['1.0001 s', null],
    ['0.5', null],
  ])('reads %j as %j seconds', (typed, seconds) => expect(parseDuration(typed)).toBe(seconds));

  it.each([0, 30, 60, 90, 300, 5_400, 7_200, 86_400, 604_800])('reads again what is written of %i', (seconds) => {
    expect(parseDuration(writeDuration(seconds))).toBe(seconds);
  });

  it('writes the largest unit that is whole', () => {
    expect([300, 90, 7_200, 172_800, 0].map(writeDuration)).toEqual(['5 min', '90 s', '2 h', '2 d', '0 s']);
  });
});

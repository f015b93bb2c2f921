import { describe, expect, it } from 'vitest';
import { describeSchedule, longestGapMs, nextTimes, scheduleFault } from './cron-schedule.js';
import { isTimeZone } from './wall-clock.js';

const berlin = 'Europe/Berlin';
const times = (schedule: string, zone: string, after: string, count: number): string[] =>
  nextTimes(schedule, zone, new Date(after), count).map((time) => time.toISOString().slice(0, 16));
const hours = (count: number): number => count * 60 * 60_000;

describe('a schedule', () => {
  it('goes by the clock of its zone, in winter and in summer', () => {
    expect(times('0 3 * * *', berlin, '2026-01-10T12:00:00Z', 1)).toEqual(['2026-01-11T02:00']);
    expect(times('0 3 * * *', berlin, '2026-07-10T12:00:00Z', 1)).toEqual(['2026-07-11T01:00']);
    expect(times('15 4 * * 1', 'Asia/Kathmandu', '2026-07-10T12:00:00Z', 1)).toEqual(['2026-07-12T22:30']);
  });

  it('comes once, at the change, when the clock is set forward past its time', () => {
    expect(times('30 2 * * *', berlin, '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
    expect(times('*/30 * * * *', berlin, '2026-03-29T00:00:00Z', 4)).toEqual([
      '2026-03-29T00:30',
      '2026-03-29T01:00',
      '2026-03-29T01:30',
      '2026-03-29T02:00',
    ]);
    expect(times('30 2 * * *', 'America/New_York', '2026-03-08T00:00:00Z', 2)).toEqual([
      '2026-03-08T07:00',
      '2026-03-09T06:30',
    ]);
  });

  it('comes once, the first time, when the clock is set back and shows its time twice', () => {
    expect(times('30 2 * * *', berlin, '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    // Also for who asks between the two.
    expect(times('30 2 * * *', berlin, '2026-10-25T00:45:00Z', 1)).toEqual(['2026-10-26T01:30']);
    expect(times('30 2 * * *', berlin, '2026-10-25T01:15:00Z', 1)).toEqual(['2026-10-26T01:30']);
    expect(times('0 1 * * *', 'Europe/London', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:00',
      '2026-10-26T01:00',
    ]);
  });

  it('goes on after a change of half an hour', () => {
    expect(times('*/15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T15:20:00Z', 3)).toEqual([
      '2026-10-03T15:30',
      '2026-10-03T15:45',
      '2026-10-04T15:00',
    ]);
  });

  it.each([
    '* * * *',
    '* * * * * *',
    '@daily',
    '60 * * * *',
    '0 0 * * 8',
    '0 0 31 2 *',
    '0  3 * * *',
    '',
    '0 0 1 1 * 2027',
  ])('is none in "%s"', (schedule) => {
    expect(scheduleFault(schedule, new Date())).not.toBeNull();
  });

  it.each(['0 3 * * *', '*/5 9-17 * * 1-5', '0 0 29 2 *', '0 0 * * MON', '0 4 1,15 * *'])('is "%s"', (schedule) => {
    expect(scheduleFault(schedule, new Date())).toBeNull();
  });

  it('is told in words', () => {
    expect(describeSchedule('0 3 * * 1-5')).toBe('At 03:00, Monday through Friday');
  });

  it('has a longest gap', () => {
    const now = new Date('2026-01-05T12:00:00Z');
    expect(longestGapMs('0 3 * * *', now)).toBe(hours(24));
    expect(longestGapMs('0 5 * * 0', now)).toBe(hours(7 * 24));
    expect(longestGapMs('0 4 1 * *', now)).toBe(hours(31 * 24));
    const weekend = longestGapMs('*/5 9-17 * * 1-5', now);
    expect(weekend).toBeGreaterThan(hours(62));
    expect(weekend).toBeLessThanOrEqual(hours(64));
  });
});

describe('a time zone', () => {
  it.each([
    ['UTC', true],
    ['Europe/Berlin', true],
    ['Etc/GMT+5', true],
    ['Mars/Base', false],
    ['+02:00', false],
    ['', false],
  ])('%s: %s', (zone, is) => {
    expect(isTimeZone(zone)).toBe(is);
  });
});

import { day, dayAndMonth, dayAndTime, timeOfDay, timeToTheMillisecond } from './local-time';

describe('local times', () => {
  const at = new Date(2026, 8, 4, 3, 2, 7, 14);

  it('are written as the browser writes them for Great Britain', () => {
    expect(timeOfDay(at)).toBe(at.toLocaleTimeString('en-GB'));
    expect(dayAndTime(at)).toBe(at.toLocaleString('en-GB'));
    expect(dayAndMonth(at)).toBe(at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }));
    expect(day(at)).toBe(at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }));
  });

  it('tell milliseconds where they matter', () => expect(timeToTheMillisecond(at)).toBe('03:02:07.014'));

  it.each(Array.from({ length: 12 }, (_, month) => month))('know month %d', (month) => {
    const then = new Date(2026, month, 15);
    expect(day(then)).toBe(then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }));
  });
});

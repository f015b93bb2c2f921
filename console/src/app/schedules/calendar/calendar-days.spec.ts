import type { CalendarEntry } from '@hyprbox/contracts';
import { calendarDays, daysFrom } from './calendar-days';

const entry = (scheduleId: string, at: Date, outcome: CalendarEntry['outcome'] = null): CalendarEntry => ({
  scheduleId,
  name: scheduleId,
  at: at.toISOString(),
  outcome,
  rolloutId: null,
});
const on = (day: number, hour: number): Date => new Date(2026, 2, day, hour);

describe('calendarDays', () => {
  it('puts each firing on its day by the browser’s clock, those of a schedule together', () => {
    const bounds = daysFrom(on(1, 15), 3);
    expect(bounds.map((day) => [day.getDate(), day.getHours()])).toEqual([1, 2, 3, 4].map((day) => [day, 0]));
    const days = calendarDays(
      [entry('late', on(2, 23)), entry('early', on(2, 1)), entry('early', on(2, 5)), entry('late', on(4, 0))],
      bounds,
    );
    expect(days.map(({ schedules }) => schedules.map(({ name, entries }) => `${name} ${entries.length}`))).toEqual([
      [],
      ['early 2', 'late 1'],
      [],
    ]);
  });

  it('tells the worst of what became of them', () => {
    const bounds = daysFrom(on(1, 0), 1);
    const outcomeOf = (...entries: CalendarEntry[]) => calendarDays(entries, bounds)[0]?.schedules[0]?.outcome;
    expect(outcomeOf(entry('a', on(1, 1), 'STARTED'), entry('a', on(1, 2), 'MISSED'))).toBe('MISSED');
    expect(outcomeOf(entry('a', on(1, 1), 'STARTED'), entry('a', on(1, 2)))).toBe('STARTED');
    expect(outcomeOf(entry('a', on(1, 1)))).toBeNull();
  });
});

import { Component, computed, inject, input, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { SchedulesApi } from '../../core/api/schedules.api';
import { Clock } from '../../core/clock/clock';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { healing } from '../../core/recovery/when-recovered';
import { formatCount } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PointedName } from '../../shared/pointed-name/pointed-name';
import { dayAndMonth } from '../../shared/time/local-time';
import { outcomeTones, outcomeWords } from '../schedule-words';
import { calendarDays, daysFrom } from './calendar-days';
import type { DayOfSchedule } from './calendar-days';

const week = 7;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** A week of all schedules: from today on at first, earlier and later ones on demand. */
@Component({
  selector: 'hb-schedule-calendar',
  imports: [FailureState, Icon, MatButton, MatIconButton, PointedName, RouterLink],
  templateUrl: './schedule-calendar-view.html',
  styleUrl: './schedule-calendar-view.scss',
})
export class ScheduleCalendarView {
  private readonly api = inject(SchedulesApi);
  private readonly clock = inject(Clock);

  /** It is read again when this changes. */
  readonly changes = input(0);

  /** Weeks from this one. */
  protected readonly weeksAhead = signal(0);
  /** The first moment of today. */
  private readonly today = computed(() => new Date(this.clock.now()).setHours(0, 0, 0, 0));
  private readonly bounds = computed(() => {
    const today = new Date(this.today());
    const first = new Date(today.getFullYear(), today.getMonth(), today.getDate() + this.weeksAhead() * week);
    return daysFrom(first, week);
  });
  protected readonly calendar = healing(
    rxResource({
      params: () => {
        const [from, to] = [this.bounds()[0], this.bounds().at(-1)];
        this.changes();
        return from === undefined || to === undefined ? undefined : { from: from.toISOString(), to: to.toISOString() };
      },
      stream: ({ params }) => this.api.calendar(params),
    }),
  );
  protected readonly title = computed(() => {
    const [first, last] = [this.bounds()[0], this.bounds().at(-2)];
    return first === undefined || last === undefined ? '' : `${dayAndMonth(first)} – ${dayAndMonth(last)}`;
  });
  protected readonly truncated = computed(() => this.calendar.hasValue() && this.calendar.value().truncated);
  protected readonly days = computed(() => {
    const items = this.calendar.hasValue() ? this.calendar.value().items : [];
    return calendarDays(items, this.bounds()).map(({ from, schedules }) => {
      const day = new Date(from);
      return {
        from,
        name: `${weekdays[day.getDay()] ?? ''} ${dayAndMonth(day)}`,
        isToday: from === this.today(),
        rows: schedules.map((each) => ({
          ...each,
          times: timesOf(each),
          words: each.outcome === null ? 'To come' : outcomeWords[each.outcome],
          tone: each.outcome === null ? 'ahead' : outcomeTones[each.outcome],
        })),
      };
    });
  });

  constructor() {
    pollWhileVisible(pollSeconds, () => this.calendar.reload());
  }

  protected move(weeks: number): void {
    this.weeksAhead.update((ahead) => ahead + weeks);
  }
}

/** "02:00", or "00:00 – 23:00, 24 times". */
function timesOf({ entries }: DayOfSchedule): string {
  const clockTime = (iso: string | undefined): string => {
    const at = new Date(iso ?? '');
    return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  };
  const first = clockTime(entries[0]?.at);
  return entries.length === 1
    ? first
    : `${first} – ${clockTime(entries.at(-1)?.at)}, ${formatCount(entries.length)} times`;
}

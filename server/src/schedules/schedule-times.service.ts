import { Injectable } from '@nestjs/common';
import {
  scheduleLimits,
  type CalendarEntry,
  type CronPreview,
  type Page,
  type PreviewSchedule,
  type ProblemFault,
  type ScheduleCalendar,
  type ScheduleFire,
} from '@hyprbox/contracts';
import { decodeCursor, isCursorInstant, notOfThisList, pageOf } from '../common/cursor.js';
import { InvalidInputError } from '../common/domain-error.js';
import { cronFaults } from '../cron/cron-faults.js';
import { describeSchedule, nextTimes } from '../cron/cron-schedule.js';
import type { PageQuery } from '../http/page-query.dto.js';
import { Clock } from '../time/clock.js';
import { comingTimes } from './coming-times.js';
import { ScheduleFiresRepository } from './schedule-fires.repository.js';
import { ScheduleNotFound } from './schedules.errors.js';
import { toCalendarEntry, toScheduleFire } from './schedules.mapper.js';
import { SchedulesRepository } from './schedules.repository.js';

const previewTimesDefault = 5;
const dayMs = 24 * 60 * 60 * 1000;

/** When schedules were due and will be. */
@Injectable()
export class ScheduleTimesService {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly fires: ScheduleFiresRepository,
    private readonly clock: Clock,
  ) {}

  preview({ cron, timezone, count = previewTimesDefault }: PreviewSchedule): CronPreview {
    const faults = cronFaults({ cron, timezone });
    if (faults.length > 0) throw new InvalidInputError(faults);
    const next = nextTimes(cron, timezone, this.clock.now(), count);
    return { words: describeSchedule(cron), next: next.map((time) => time.toISOString()) };
  }

  /** Every due time and what became of it, newest first. */
  async firesOf(id: string, { limit, cursor }: PageQuery): Promise<Page<ScheduleFire>> {
    if (!(await this.schedules.find(id))) throw new ScheduleNotFound();
    const rows = await this.fires.findPage(id, instantFrom(cursor), limit + 1);
    return pageOf(rows, limit, toScheduleFire, ({ dueAt }) => [dueAt.toISOString()]);
  }

  /** The firings of all schedules from a time up to another, oldest first: those that were and those that will be. */
  async calendar(from: Date, to: Date): Promise<ScheduleCalendar> {
    const faults = spanFaults(from, to);
    if (faults.length > 0) throw new InvalidInputError(faults);
    const most = scheduleLimits.calendarEntries;
    const were = await this.fires.between(from, to, most + 1);
    const items: CalendarEntry[] = were.map(toCalendarEntry);
    if (items.length <= most && to > this.clock.now()) {
      items.push(...comingTimes(await this.schedules.findEnabled(), from, to, most + 1));
      items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    }
    return { items: items.slice(0, most), truncated: items.length > most };
  }
}

function spanFaults(from: Date, to: Date): ProblemFault[] {
  const ms = to.getTime() - from.getTime();
  if (ms <= 0) return [{ pointer: '?to', detail: 'must be later than from' }];
  if (ms <= scheduleLimits.calendarDays * dayMs) return [];
  return [{ pointer: '?to', detail: `must be at most ${scheduleLimits.calendarDays} days after from` }];
}

function instantFrom(cursor: string | undefined): Date | null {
  const values = decodeCursor(cursor, 1);
  if (!values) return null;
  const [at] = values;
  if (isCursorInstant(at)) return new Date(at);
  throw notOfThisList();
}

import type { Rollout } from '../rollouts.schema.js';
import type {
  CronPreview,
  PreviewSchedule,
  Schedule,
  ScheduleSummary,
  ScheduleCalendar,
  ScheduleFields,
  ScheduleFire,
} from '../schedules.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const schedulesEndpoints = {
  /** By name, without their scripts. */
  list: (query?: PageQuery) => get<Page<ScheduleSummary>>('/schedules', query),
  get: (id: string) => get<Schedule>(path`/schedules/${id}`),
  create: (schedule: ScheduleFields) => post<Schedule>('/schedules', schedule),
  replace: (id: string, schedule: ScheduleFields) => put<Schedule>(path`/schedules/${id}`, schedule),
  delete: (id: string) => command('DELETE', path`/schedules/${id}`),
  /** Starts its rollout now, whatever its times. */
  run: (id: string) => post<Rollout>(path`/schedules/${id}/run`),
  preview: (request: PreviewSchedule) => post<CronPreview>('/schedules/preview', request),
  /** Every due time and what became of it, newest first. */
  fires: (id: string, query?: PageQuery) => get<Page<ScheduleFire>>(path`/schedules/${id}/fires`, query),
  calendar: (query: { from: string; to: string }) => get<ScheduleCalendar>('/schedules/calendar', query),
};

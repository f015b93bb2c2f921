import type {
  CalendarEntry,
  CurrentPreset,
  RolloutFields,
  Schedule,
  ScheduleFire,
  ScheduleSummary,
} from '@hyprbox/contracts';
import { describeSchedule } from '../cron/cron-schedule.js';
import type { CalendarFire, FireWithPreset } from './schedule-fires.repository.js';
import type { ScheduleEntity } from './schedule.entity.js';

export function toSchedule(
  row: ScheduleEntity,
  lastFire: FireWithPreset | null,
  currentPreset: CurrentPreset | null,
): Schedule {
  return { ...read(row, lastFire), rollout: row.rollout, currentPreset };
}

export function toScheduleSummary(
  row: ScheduleEntity,
  lastFire: FireWithPreset | null,
  presetRetired: boolean,
): ScheduleSummary {
  return { ...read(row, lastFire), rollout: withoutScript(row.rollout), presetRetired };
}

function read(row: ScheduleEntity, lastFire: FireWithPreset | null): Omit<ScheduleSummary, 'rollout'> {
  const { id, name, cron, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled } = row;
  return {
    id,
    name,
    cron,
    timezone,
    overlap,
    misfire,
    startDeadlineSeconds,
    jitterSeconds,
    enabled,
    version: row.version,
    words: describeSchedule(cron),
    nextAt: row.nextAt?.toISOString() ?? null,
    lastFire: lastFire && toScheduleFire(lastFire),
    createdBy: row.createdBy,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function withoutScript({ script: _, ...rollout }: RolloutFields): ScheduleSummary['rollout'] {
  return rollout;
}

export function toScheduleFire(fire: FireWithPreset): ScheduleFire {
  const { dueAt, at, outcome, rolloutId, preset, presetVersion: version, presetSha256: sha256, detail } = fire;
  return {
    dueAt: dueAt.toISOString(),
    at: at.toISOString(),
    outcome,
    rolloutId,
    preset: preset === null || version === null ? null : { name: preset, version, sha256 },
    detail,
  };
}

export function toCalendarEntry({ scheduleId, name, dueAt, outcome, rolloutId }: CalendarFire): CalendarEntry {
  return { scheduleId, name, at: dueAt.toISOString(), outcome, rolloutId };
}

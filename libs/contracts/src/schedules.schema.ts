import Type, { type Static } from 'typebox';
import { limits } from './limits.js';
import { rolloutFieldsSchema } from './rollout-orders.schema.js';
import { fireOutcomes, scheduleLimits, scheduleMisfires, scheduleOverlaps } from './rollouts.js';
import { presetStates } from './presets.js';
import {
  choice,
  closed,
  count,
  flag,
  instant,
  listOf,
  nullable,
  oneOf,
  secondsOf,
  text,
  uuid,
} from './schema-parts.js';

const cron = Type.String({ minLength: 9, maxLength: 200, fault: 'must be a cron expression of five fields' });
const timezone = Type.String({ minLength: 1, maxLength: 64, fault: 'must be a time zone such as Europe/Berlin' });

/** A rollout that starts again and again. */
export const scheduleFieldsSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: limits.nameLength,
      format: 'line',
      fault: `must be a name of 1 to ${limits.nameLength} characters on one line`,
    }),
    cron,
    timezone,
    rollout: rolloutFieldsSchema,
    /** What is done while the rollout of the firing before is not over. */
    overlap: choice(scheduleOverlaps),
    /** Whether the last of the firings that fell into a time without a server is made up for. */
    misfire: choice(scheduleMisfires),
    /** How late a firing may still start. */
    startDeadlineSeconds: Type.Optional(secondsOf(1, scheduleLimits.startDeadlineSecondsMax)),
    /** Each firing starts so much later at most, by chance. */
    jitterSeconds: Type.Optional(secondsOf(0, scheduleLimits.jitterSecondsMax)),
    enabled: Type.Boolean({ fault: 'must be true or false' }),
    /** Of a change: the one that was read. */
    version: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, fault: 'must be the version that was read' }),
    ),
  },
  { ...closed, fault: 'must be an object' },
);
export type ScheduleFields = Static<typeof scheduleFieldsSchema>;

/** A version of a preset that ran. */
const firedPresetSchema = Type.Object({
  name: text,
  version: count,
  /** As of the version; null where that is not known. */
  sha256: nullable(text),
});

export const scheduleFireSchema = Type.Object({
  dueAt: instant,
  at: instant,
  outcome: oneOf(fireOutcomes),
  rolloutId: nullable(uuid),
  /** What its rollout runs; null without one, and for a script of one's own. */
  preset: nullable(firedPresetSchema),
  /** Why it did not start, in words. */
  detail: nullable(text),
});
export type ScheduleFire = Static<typeof scheduleFireSchema>;

const currentPresetSchema = Type.Object({
  name: text,
  version: count,
  sha256: nullable(text),
  state: oneOf(presetStates),
});
export type CurrentPreset = Static<typeof currentPresetSchema>;

const readScheduleProperties = {
  ...scheduleFieldsSchema.properties,
  startDeadlineSeconds: Type.Integer(),
  jitterSeconds: Type.Integer(),
  version: Type.Integer(),
  id: uuid,
  /** The cron expression in words. */
  words: text,
  /** Null while it is paused. */
  nextAt: nullable(instant),
  lastFire: nullable(scheduleFireSchema),
  /** By whose rights it runs: who made it, or changed it last. */
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  createdAt: instant,
  updatedAt: instant,
  /** What is odd about it at the moment, such as that it selects no host: told where it is saved. */
  warnings: Type.Optional(listOf(text)),
};

export const scheduleSchema = Type.Object({
  ...readScheduleProperties,
  /** The version of its preset that is current: what it would run now. Null for a script of one's own. */
  currentPreset: nullable(currentPresetSchema),
});
export type Schedule = Static<typeof scheduleSchema>;

/** A schedule as lists show it: a script may be long, and one schedule alone tells its own. */
export const scheduleSummarySchema = Type.Object({
  ...readScheduleProperties,
  /** Without its script: it has one where it has no preset. */
  rollout: Type.Omit(rolloutFieldsSchema, ['script']),
  /** Its preset is retired: nothing starts until it is there again. Servers from before leave it out. */
  presetRetired: Type.Optional(flag),
});
export type ScheduleSummary = Static<typeof scheduleSummarySchema>;

export const previewScheduleSchema = Type.Object(
  {
    cron,
    timezone,
    count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: scheduleLimits.previewTimes,
        fault: `must be a whole number from 1 to ${scheduleLimits.previewTimes}`,
      }),
    ),
  },
  { ...closed, fault: 'must be an object' },
);
export type PreviewSchedule = Static<typeof previewScheduleSchema>;

export const cronPreviewSchema = Type.Object({ words: text, next: listOf(instant) });
export type CronPreview = Static<typeof cronPreviewSchema>;

/** The firings of all schedules in a span of time: those that were, and those that are to come. */
export const calendarEntrySchema = Type.Object({
  scheduleId: uuid,
  name: text,
  at: instant,
  /** Null for what is to come. */
  outcome: nullable(oneOf(fireOutcomes)),
  rolloutId: nullable(uuid),
});
export type CalendarEntry = Static<typeof calendarEntrySchema>;
export const calendarSchema = Type.Object({
  items: listOf(calendarEntrySchema),
  /** There are more than are shown. */
  truncated: flag,
});
export type ScheduleCalendar = Static<typeof calendarSchema>;

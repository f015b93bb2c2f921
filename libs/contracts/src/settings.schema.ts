import Type, { type Static } from 'typebox';
import { count, number } from './schema-parts.js';

const levels = Type.Object({ warning: number, critical: number });

/** A host is WARNING or CRITICAL when one of the figures reaches the percentage. */
export const thresholdsSchema = Type.Object({ cpu: levels, mem: levels, disk: levels });
export type Thresholds = Static<typeof thresholdsSchema>;

/** Days that each kind of history is kept. */
export const retentionSchema = Type.Object({
  samplesDays: count,
  rollup1mDays: count,
  rollup10mDays: count,
  rollup1hDays: count,
  outputDays: count,
  activityDays: count,
});
export type Retention = Static<typeof retentionSchema>;

export const settingsSchema = Type.Object({ thresholds: thresholdsSchema, retention: retentionSchema });
export type Settings = Static<typeof settingsSchema>;

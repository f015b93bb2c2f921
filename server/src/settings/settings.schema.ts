import type { Retention, Settings, Thresholds } from '@hyprbox/contracts';
import { count, number, objectOf } from '../http/schemas.js';

const levels = objectOf<Thresholds['cpu']>({ warning: number, critical: number });

export const thresholdsSchema = objectOf<Thresholds>({ cpu: levels, mem: levels, disk: levels });

export const settingsSchema = objectOf<Settings>({
  thresholds: thresholdsSchema,
  retention: objectOf<Retention>({
    samplesDays: count,
    rollup1mDays: count,
    rollup10mDays: count,
    rollup1hDays: count,
    outputDays: count,
    activityDays: count,
  }),
});

import type { ScheduleFireEntity } from './schedule-fire.entity.js';

/** What becomes of a firing. */
export type Fate = Pick<ScheduleFireEntity, 'outcome' | 'rolloutId' | 'detail'>;

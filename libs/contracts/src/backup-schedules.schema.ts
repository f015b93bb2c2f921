import Type, { type Static } from 'typebox';
import { cron, timeZone } from './backup-policy-parts.js';
import { closed, instant, listOf, text } from './schema-parts.js';

export const schedulePreviewRequestSchema = Type.Object({ schedule: cron, timezone: Type.Optional(timeZone) }, closed);
export type SchedulePreviewRequest = Static<typeof schedulePreviewRequestSchema>;

export const schedulePreviewSchema = Type.Object({ words: text, next: listOf(instant) });
export type SchedulePreview = Static<typeof schedulePreviewSchema>;

import type { SchedulePreset } from '../../shared/schedule/schedule-preset';

/** For a backup. */
export const backupSchedules: readonly SchedulePreset[] = [
  { label: 'Every hour', cron: '0 * * * *' },
  { label: 'Every 6 hours', cron: '0 */6 * * *' },
  { label: 'Every night', cron: '30 2 * * *' },
  { label: 'Every weekday night', cron: '30 2 * * 1-5' },
  { label: 'Every week', cron: '30 2 * * 0' },
];

/** For a check, an hour before the drills. */
export const checkSchedules: readonly SchedulePreset[] = [
  { label: 'Every night', cron: '0 4 * * *' },
  { label: 'Every week', cron: '0 4 * * 0' },
  { label: 'Every month', cron: '0 4 1 * *' },
];

/** For a restore drill. */
export const drillSchedules: readonly SchedulePreset[] = [
  { label: 'Every night', cron: '0 5 * * *' },
  { label: 'Every week', cron: '0 5 * * 0' },
  { label: 'Every month', cron: '0 5 1 * *' },
];

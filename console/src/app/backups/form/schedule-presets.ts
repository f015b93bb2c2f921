export interface SchedulePreset {
  label: string;
  cron: string;
}

/** For a backup. */
export const backupSchedules: readonly SchedulePreset[] = [
  { label: 'Every hour', cron: '0 * * * *' },
  { label: 'Every 6 hours', cron: '0 */6 * * *' },
  { label: 'Every night', cron: '30 2 * * *' },
  { label: 'Every weekday night', cron: '30 2 * * 1-5' },
  { label: 'Every week', cron: '30 2 * * 0' },
];

/** For what looks whether backups are good. */
export const proofSchedules: readonly SchedulePreset[] = [
  { label: 'Every night', cron: '0 5 * * *' },
  { label: 'Every week', cron: '0 5 * * 0' },
  { label: 'Every month', cron: '0 5 1 * *' },
];

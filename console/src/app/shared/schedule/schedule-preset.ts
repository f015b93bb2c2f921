/** A usual schedule: cron fields, and what people call it. */
export interface SchedulePreset {
  label: string;
  cron: string;
}

import type { Retention, Thresholds } from '@hyprbox/contracts';

/** The figures that have thresholds, in the order of the overview. */
export const figures: readonly { key: keyof Thresholds; label: string }[] = [
  { key: 'cpu', label: 'CPU' },
  { key: 'mem', label: 'Memory' },
  { key: 'disk', label: 'Disk' },
];

/** What history is kept of, finest first, with the most days that the server accepts. */
export const histories: readonly { key: keyof Retention; label: string; maxDays: number }[] = [
  { key: 'samplesDays', label: 'Samples as reported', maxDays: 90 },
  { key: 'rollup1mDays', label: 'One-minute figures', maxDays: 400 },
  { key: 'rollup10mDays', label: 'Ten-minute figures', maxDays: 1_100 },
  { key: 'rollup1hDays', label: 'Hourly figures', maxDays: 3_660 },
  { key: 'outputDays', label: 'Output of jobs', maxDays: 3_660 },
  { key: 'activityDays', label: 'Activity of hosts', maxDays: 3_660 },
];

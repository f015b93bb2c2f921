import type { Retention, Thresholds } from '@hyprbox/contracts';

/** The figures that have thresholds, in the order of the overview. */
export const figures: readonly { key: keyof Thresholds; label: string }[] = [
  { key: 'cpu', label: 'CPU' },
  { key: 'mem', label: 'Memory' },
  { key: 'disk', label: 'Disk' },
];

/** What history is kept of, finest first. */
export const histories: readonly { key: keyof Retention; label: string }[] = [
  { key: 'samplesDays', label: 'Samples as reported' },
  { key: 'rollup1mDays', label: 'One-minute figures' },
  { key: 'rollup10mDays', label: 'Ten-minute figures' },
  { key: 'rollup1hDays', label: 'Hourly figures' },
  { key: 'outputDays', label: 'Output of jobs' },
  { key: 'activityDays', label: 'Activity of hosts' },
];

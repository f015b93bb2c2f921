import type { FireOutcome, Schedule, ScheduleFields, ScheduleSummary } from '@hyprbox/contracts';

export const outcomeWords: Readonly<Record<FireOutcome, string>> = {
  QUEUED: 'Waits for the one before',
  STARTED: 'Started',
  SKIPPED_OVERLAP: 'Left out: the one before was not over',
  MISSED: 'Missed: HyprBox was down',
  NO_HOSTS: 'No hosts were selected',
  WINDOW: 'Left out: its window was not open',
  FAILED: 'Could not start',
};

/** How an outcome is coloured. */
export const outcomeTones: Readonly<Record<FireOutcome, 'good' | 'quiet' | 'warning' | 'critical'>> = {
  QUEUED: 'quiet',
  STARTED: 'good',
  SKIPPED_OVERLAP: 'warning',
  MISSED: 'warning',
  NO_HOSTS: 'warning',
  WINDOW: 'quiet',
  FAILED: 'critical',
};

export const overlapWords = {
  SKIP: 'Left out',
  QUEUE: 'Starts when the one before is over',
  REPLACE: 'Takes the place of the one before',
} as const;

export const misfireWords = { RUN_ONCE: 'Made up for once', SKIP: 'Left out' } as const;

/** What it runs: a preset, or a script of one's own. */
export function runsInWords({ rollout: { preset } }: Pick<ScheduleSummary, 'rollout'>): string {
  return preset ?? 'A script of one’s own';
}

/** What can be sent of a schedule. */
export function fieldsOf(schedule: Schedule): ScheduleFields {
  const { name, cron, timezone, rollout, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled, version } =
    schedule;
  return { name, cron, timezone, rollout, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled, version };
}

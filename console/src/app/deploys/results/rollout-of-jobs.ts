import type { JobSummary } from '@hyprbox/contracts';

/** The rollout that all of the jobs are part of; null where there is none. */
export function rolloutOfJobs(jobs: readonly JobSummary[]): string | null {
  const [first] = jobs;
  if (first === undefined || first.rolloutId === null) return null;
  return jobs.every(({ rolloutId }) => rolloutId === first.rolloutId) ? first.rolloutId : null;
}

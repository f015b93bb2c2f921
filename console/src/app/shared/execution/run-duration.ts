import type { JobSummary } from '@hyprbox/contracts';
import { formatDuration } from '../figures/format';

/** A span as exactly as it matters: "640 ms", "6.2 s", "42 s", "3 min 12 s". */
export function preciseDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  return formatDuration(milliseconds / 1_000);
}

/**
 * How long a job ran, or has been running at `now` (milliseconds of the browser's clock, which may differ from the
 * server's: whole seconds are as exact as that gets). Null when it never started.
 */
export function runDuration(job: Pick<JobSummary, 'startedAt' | 'finishedAt'>, now: number): string | null {
  if (job.startedAt === null) return null;
  const started = Date.parse(job.startedAt);
  if (job.finishedAt === null) return formatDuration((now - started) / 1_000);
  return preciseDuration(Date.parse(job.finishedAt) - started);
}

/** A span that was set rather than measured: "10 min" instead of "10 min 0 s". */
export function roundDuration(seconds: number): string {
  return formatDuration(seconds).replace(/ 0 (?:s|min|h)$/, '');
}

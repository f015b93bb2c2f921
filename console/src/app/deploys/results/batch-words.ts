import type { ExecutionStatus, JobSummary } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';

/** What needs a look first. */
const order: Readonly<Record<ExecutionStatus, number>> = {
  FAILED: 0,
  CANCELLED: 1,
  RUNNING: 2,
  QUEUED: 3,
  SUCCEEDED: 4,
};

/** Failed ones first, by host within one status. */
export function failedFirst(jobs: readonly JobSummary[]): JobSummary[] {
  return [...jobs].sort(
    (one, other) => order[one.status] - order[other.status] || one.nodeId.localeCompare(other.nodeId),
  );
}

/** In the order that they had before; those that are new come last, failed ones first. */
export function inOrderOf(before: readonly JobSummary[], jobs: readonly JobSummary[]): JobSummary[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const kept = before.flatMap(({ id }) => byId.get(id) ?? []);
  const known = new Set(kept);
  return [...kept, ...failedFirst(jobs.filter((job) => !known.has(job)))];
}

/** "18 of 20 succeeded, 2 failed"; while some go on, those too: "3 of 20 succeeded, 1 failed, 16 to go". */
export function batchWords(jobs: readonly JobSummary[]): string {
  const count = (status: ExecutionStatus): number => jobs.filter((job) => job.status === status).length;
  const unfinished = jobs.filter(({ status }) => !isTerminal(status)).length;
  return [
    `${count('SUCCEEDED')} of ${jobs.length} succeeded`,
    ...(count('FAILED') > 0 ? [`${count('FAILED')} failed`] : []),
    ...(count('CANCELLED') > 0 ? [`${count('CANCELLED')} cancelled`] : []),
    ...(unfinished > 0 ? [`${unfinished} to go`] : []),
  ].join(', ');
}

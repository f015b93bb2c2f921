import type { Job, JobSummary } from '@hyprbox/contracts';
import type { Execution } from '../executions/execution.js';
import type { JobRow } from './jobs.repository.js';

/** What is dropped of each stream, in bytes, and the newest part as text. */
export interface JobOutput {
  stdout: string;
  stderr: string;
}

export function toJobSummary(
  job: JobRow,
  execution: Execution,
  dropped: { stdout: number; stderr: number },
): JobSummary {
  return {
    id: job.id,
    nodeId: job.nodeId,
    preset: job.preset,
    presetVersion: job.presetVersion,
    variables: job.variables,
    scriptSha256: execution.scriptSha256,
    status: execution.status,
    reason: execution.reason,
    exitCode: execution.exitCode,
    signal: execution.signal,
    lateExitCode: execution.lateExitCode,
    message: execution.message,
    attempt: execution.attempt,
    timeoutSeconds: execution.timeoutSeconds,
    cancelRequestedAt: execution.cancelRequestedAt?.toISOString() ?? null,
    createdBy: job.createdBy,
    createdByName: job.createdByName,
    rolloutId: job.rolloutId,
    isTest: job.isTest,
    createdAt: execution.createdAt.toISOString(),
    startedAt: execution.startedAt?.toISOString() ?? null,
    finishedAt: execution.finishedAt?.toISOString() ?? null,
    stdoutBytes: execution.stdoutBytes,
    stderrBytes: execution.stderrBytes,
    stdoutDroppedBytes: dropped.stdout,
    stderrDroppedBytes: dropped.stderr,
  };
}

export function toJob(summary: JobSummary, execution: Execution, output: JobOutput): Job {
  return { ...summary, script: execution.script, ...output };
}

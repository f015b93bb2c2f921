import { adHocPreset, isTerminal } from '@hyprbox/contracts';
import type { JobSummary } from '@hyprbox/contracts';
import { statusText } from '../../follow/job-outcome.js';
import type { Detail } from '../../output/details.js';
import { bytes, duration, relativeTime } from '../../output/figures.js';

export function jobDetails(job: JobSummary, now: Date): Detail[] {
  const variables = Object.entries(job.variables).map(([name, value]) => `${name}=${String(value)}`);
  return [
    ['Job', job.id],
    ['Node', job.nodeId],
    ['Preset', appliedWords(job)],
    ['Rollout', job.rolloutId],
    ['Status', isTerminal(job.status) ? statusText(job) : job.status],
    ['Late exit', job.lateExitCode === null ? null : `${job.lateExitCode} (arrived after the job was given up)`],
    ['Cancel', job.cancelRequestedAt === null ? null : `asked for ${relativeTime(job.cancelRequestedAt, now)}`],
    ['Created', `${job.createdAt} (${relativeTime(job.createdAt, now)})${createdBy(job)}`],
    ['Started', job.startedAt],
    ['Finished', job.finishedAt],
    ['Took', took(job, now)],
    ['Time limit', duration(job.timeoutSeconds * 1000)],
    ['Variables', variables.length === 0 ? null : variables.join(', ')],
    ['Script', `sha256 ${job.scriptSha256}`],
    [
      'Output',
      `${printed('stdout', job.stdoutBytes, job.stdoutDroppedBytes)}, ${printed('stderr', job.stderrBytes, job.stderrDroppedBytes)}`,
    ],
  ];
}

function appliedWords({ preset, presetVersion, isTest }: JobSummary): string {
  if (preset === adHocPreset) return 'none: a script of its own';
  return isTest ? `${preset} (test of a draft)` : `${preset} (version ${presetVersion})`;
}

function createdBy({ createdByName, createdBy }: JobSummary): string {
  const name = createdByName ?? createdBy;
  return name === null ? '' : ` by ${name}`;
}

function took({ startedAt, finishedAt }: JobSummary, now: Date): string | null {
  if (startedAt === null) return null;
  const end = finishedAt === null ? now.getTime() : Date.parse(finishedAt);
  return `${duration(end - Date.parse(startedAt))}${finishedAt === null ? ' so far' : ''}`;
}

function printed(stream: string, count: number, dropped: number): string {
  return `${stream} ${bytes(count)}${dropped === 0 ? '' : ` (the oldest ${bytes(dropped)} not kept)`}`;
}

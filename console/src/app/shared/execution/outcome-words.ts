import type { JobSummary } from '@hyprbox/contracts';
import { roundDuration } from './run-duration';

/** Why a job did not succeed and what that means; null for one that did, or has not ended. */
export function outcomeWords(job: JobSummary): string | null {
  const why = reasonWords(job);
  return why === null || job.message === null ? why : `${why} The agent said: ${job.message}`;
}

function reasonWords(job: JobSummary): string | null {
  switch (job.reason) {
    case null:
      return null;
    case 'EXIT_CODE':
      return job.signal === null
        ? `The script ended with exit code ${job.exitCode ?? 'unknown'}.`
        : `The script was ended by ${job.signal}.`;
    case 'TIMEOUT':
      return `The script reached its time limit of ${roundDuration(job.timeoutSeconds)} and was ended.`;
    case 'CANCELLED':
      return job.startedAt === null
        ? 'Cancelled before it started: nothing ran.'
        : 'Cancelled while it ran: the script and everything it had started were ended.';
    case 'AGENT_LOST':
      return `The host went silent while the script ran. ${lateWords(job)}`;
    case 'EXPIRED':
      return 'The host did not come back in time: nothing ran.';
    case 'INTERRUPTED':
      return 'The agent stopped while the script ran. A script is never run twice, so it was not started again.';
  }
}

function lateWords(job: JobSummary): string {
  return job.lateExitCode === null
    ? 'When it comes back, the rest of the output and the script’s real exit code appear here.'
    : `It came back later: the script had ended with exit code ${job.lateExitCode}.`;
}

/** What a list shows of the end: "0", "3", "SIGKILL", "lost, late 0". */
export function exitWords(job: JobSummary): string {
  if (job.reason === 'AGENT_LOST') return job.lateExitCode === null ? 'lost' : `lost, late ${job.lateExitCode}`;
  if (job.reason === 'TIMEOUT') return 'time limit';
  if (job.reason === 'INTERRUPTED') return 'interrupted';
  if (job.signal !== null) return job.signal;
  return job.exitCode === null ? '–' : String(job.exitCode);
}

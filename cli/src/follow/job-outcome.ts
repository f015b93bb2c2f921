import { constants } from 'node:os';
import { UnreachableError } from '@hyprbox/api-client';
import type { Client, JobStatusChange } from '@hyprbox/api-client';
import type { ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';
import { exitCodes } from '../exit-codes.js';
import type { ExitCodeStyle } from '../exit-codes.js';

/** How a job ended. */
export interface JobOutcome {
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  exitCode: number | null;
  /** Such as `SIGKILL`. */
  signal: string | null;
  /** What the agent said of an end that was not the script's own. */
  message: string | null;
}

const signalExitBase = 128;

/** The exit code that stands for the outcome: a script's own where there is one, unless the style is `outcome`. */
export function exitCodeOf(outcome: JobOutcome, style: ExitCodeStyle): number {
  if (outcome.status === 'SUCCEEDED') return exitCodes.ok;
  switch (outcome.reason) {
    case 'TIMEOUT':
      return exitCodes.timeout;
    case 'CANCELLED':
    case 'EXPIRED':
      return exitCodes.cancelled;
    case 'AGENT_LOST':
    case 'INTERRUPTED':
      return exitCodes.outcomeUnknown;
    case 'EXIT_CODE':
    case null:
      if (style === 'outcome') return exitCodes.failure;
      // A failure must never look like success, whatever the figures say.
      return outcome.exitCode || signalExitCode(outcome.signal) || exitCodes.failure;
  }
}

/** `succeeded`, `failed with exit code 3`, `failed: it ran out of time` */
export function describeOutcome(outcome: JobOutcome): string {
  return outcome.message === null ? phraseFor(outcome) : `${phraseFor(outcome)} (${outcome.message})`;
}

function phraseFor(outcome: JobOutcome): string {
  if (outcome.status === 'SUCCEEDED') return 'succeeded';
  if (outcome.reason === 'CANCELLED') return 'was cancelled';
  const why = whyOf(outcome) ?? '';
  return why.startsWith('exit code') ? `failed with ${why}` : `failed: ${why}`;
}

/** `SUCCEEDED`, `FAILED: exit code 3`, `FAILED: it ran out of time`: the state, and what it does not say by itself */
export function statusText(outcome: JobOutcome): string {
  const more = [whyOf(outcome), outcome.message === null ? null : `(${outcome.message})`].filter(
    (part) => part !== null,
  );
  return more.length === 0 ? outcome.status : `${outcome.status}: ${more.join(' ')}`;
}

/** Why it failed; null where the state says it all. */
function whyOf({ status, reason, exitCode, signal }: JobOutcome): string | null {
  if (status !== 'FAILED') return null;
  switch (reason) {
    case 'TIMEOUT':
      return 'it ran out of time';
    case 'CANCELLED':
      return 'it was cancelled';
    case 'EXPIRED':
      return 'its host did not come back in time, so nothing ran';
    case 'AGENT_LOST':
      return 'its agent was lost, so how the script ended is not known';
    case 'INTERRUPTED':
      return 'its agent was interrupted, so how the script ended is not known';
    case 'EXIT_CODE':
    case null:
      return exitCode === null && signal !== null ? `ended by ${signal}` : `exit code ${exitCode ?? 'unknown'}`;
  }
}

/** True where the script's own exit code tells the whole story. */
export function isScriptsOwn(outcome: Pick<JobOutcome, 'status' | 'reason' | 'exitCode'>): boolean {
  return outcome.status === 'SUCCEEDED' || (outcome.reason === 'EXIT_CODE' && outcome.exitCode !== null);
}

/** The stream's last status says it, where the script ended by itself; the job knows the rest of the story. */
export async function outcomeOf(client: Client, jobId: string, last: JobStatusChange | null): Promise<JobOutcome> {
  const told: JobOutcome | null = last === null ? null : outcomeFrom(last);
  if (told !== null && isScriptsOwn(told)) return told;
  try {
    const { status, reason, exitCode, signal, message } = await client.jobs.get(jobId);
    return { status, reason, exitCode, signal, message };
  } catch (error) {
    // How it ended is known already; a server that goes away now takes only the explanation with it.
    if (told !== null && error instanceof UnreachableError) return told;
    throw error;
  }
}

function outcomeFrom({ status, reason, exitCode }: JobStatusChange): JobOutcome {
  return { status, reason, exitCode, signal: null, message: null };
}

function signalExitCode(name: string | null): number {
  const known = Object.entries(constants.signals).find(([signal]) => signal === name);
  return known === undefined ? 0 : signalExitBase + known[1];
}

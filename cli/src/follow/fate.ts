import { constants } from 'node:os';
import { UnreachableError } from '@hyprbox/api-client';
import type { Client, JobStatusChange } from '@hyprbox/api-client';
import type { ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';
import { exitCodes } from '../exit-codes.js';

/** How a job ended. */
export interface Fate {
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  exitCode: number | null;
  /** Such as `SIGKILL`. */
  signal: string | null;
  /** What the agent said of an end that was not the script's own. */
  message: string | null;
}

const signalExitBase = 128;

/** The exit code that stands for the fate: a script's own where there is one. */
export function exitCodeOf(fate: Fate): number {
  if (fate.status === 'SUCCEEDED') return exitCodes.ok;
  switch (fate.reason) {
    case 'TIMEOUT':
      return exitCodes.timeout;
    case 'CANCELLED':
      return exitCodes.cancelled;
    case 'AGENT_LOST':
    case 'INTERRUPTED':
      return exitCodes.fateUnknown;
    case 'EXIT_CODE':
    case null:
      // A failure must never look like success, whatever the figures say.
      return fate.exitCode || signalExitCode(fate.signal) || exitCodes.failure;
  }
}

/** `succeeded`, `failed with exit code 3`, `failed: it ran out of time` */
export function describeFate(fate: Fate): string {
  return fate.message === null ? outcomeOf(fate) : `${outcomeOf(fate)} (${fate.message})`;
}

function outcomeOf(fate: Fate): string {
  if (fate.status === 'SUCCEEDED') return 'succeeded';
  switch (fate.reason) {
    case 'TIMEOUT':
      return 'failed: it ran out of time';
    case 'CANCELLED':
      return 'was cancelled';
    case 'AGENT_LOST':
      return 'failed: its agent was lost, so how the script ended is not known';
    case 'INTERRUPTED':
      return 'failed: its agent was interrupted, so how the script ended is not known';
    case 'EXIT_CODE':
    case null:
      return fate.exitCode === null && fate.signal !== null
        ? `failed: ended by ${fate.signal}`
        : `failed with exit code ${fate.exitCode ?? 'unknown'}`;
  }
}

/** True where the script's own exit code tells the whole story. */
export function isScriptsOwn(fate: Pick<Fate, 'status' | 'reason' | 'exitCode'>): boolean {
  return fate.status === 'SUCCEEDED' || (fate.reason === 'EXIT_CODE' && fate.exitCode !== null);
}

/** The stream's last status says it, where the script ended by itself; the job knows the rest of the story. */
export async function fateOf(client: Client, jobId: string, last: JobStatusChange | null): Promise<Fate> {
  const told: Fate | null = last === null ? null : fateTold(last);
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

function fateTold({ status, reason, exitCode }: JobStatusChange): Fate {
  return { status, reason, exitCode, signal: null, message: null };
}

function signalExitCode(name: string | null): number {
  const known = Object.entries(constants.signals).find(([signal]) => signal === name);
  return known === undefined ? 0 : signalExitBase + known[1];
}

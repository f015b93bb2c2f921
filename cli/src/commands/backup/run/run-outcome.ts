import { executionReasons, isTerminal } from '@hyprbox/contracts';
import type { BackupRun, BackupRunReason, ExecutionReason } from '@hyprbox/contracts';
import { exitCodes } from '../../../exit-codes.js';

type Ended = Pick<BackupRun, 'status' | 'reason' | 'message'>;

const exitCodesOfReasons: Readonly<Record<ExecutionReason, number>> = {
  EXIT_CODE: exitCodes.failure,
  TIMEOUT: exitCodes.timeout,
  CANCELLED: exitCodes.cancelled,
  AGENT_LOST: exitCodes.outcomeUnknown,
  INTERRUPTED: exitCodes.outcomeUnknown,
  EXPIRED: exitCodes.cancelled,
};

/** The exit code that stands for how a run ended. */
export function exitCodeOfRun({ status, reason }: Ended): number {
  if (status === 'SUCCEEDED') return exitCodes.ok;
  // What restic or the agent found wrong is a failure, also where a newer server has a name for it that is not known here.
  return isExecutionReason(reason) ? exitCodesOfReasons[reason] : exitCodes.failure;
}

function isExecutionReason(reason: BackupRunReason | null): reason is ExecutionReason {
  return executionReasons.some((each) => each === reason);
}

/** `succeeded`, `failed (WRONG_PASSWORD): restic does not accept …`, `is running` */
export function describeRun({ status, reason, message }: Ended): string {
  if (!isTerminal(status)) return `is ${status.toLowerCase()}`;
  if (status === 'SUCCEEDED') return message === null ? 'succeeded' : `succeeded: ${message}`;
  if (status === 'CANCELLED') return 'was cancelled'; // there is no more to say, whatever the message does
  const outcome = `failed${reason === null ? '' : ` (${reason})`}`;
  return message === null ? outcome : `${outcome}: ${message}`;
}

/** `SUCCEEDED`, `FAILED (WRONG_PASSWORD): restic does not accept …`: the state, and what it does not say by itself */
export function statusText({ status, reason, message }: Ended): string {
  if (!isTerminal(status) || status === 'CANCELLED') return status;
  const outcome = status === 'FAILED' && reason !== null ? `${status} (${reason})` : status;
  return message === null ? outcome : `${outcome}: ${message}`;
}

/** Shown by the help of the commands that wait for a run. */
export const runExitCodesHelp = [
  'Exit codes while a run is followed:',
  '  0    it succeeded',
  '  1    it failed; what was wrong is said on stderr, and is `reason` in JSON',
  '  75   its agent was lost or interrupted: how it ended is not known',
  '  124  it ran out of time',
  '  130  it was cancelled, or you pressed Ctrl-C (the run goes on)',
].join('\n');

import { isTerminal } from '@hyprbox/contracts';
import type { BackupRun } from '@hyprbox/contracts';
import { exitCodes } from '../../../exit-codes.js';

type Ended = Pick<BackupRun, 'status' | 'reason' | 'message'>;

/** The exit code that stands for how a run ended. */
export function exitCodeOfRun({ status, reason }: Ended): number {
  if (status === 'SUCCEEDED') return exitCodes.ok;
  switch (reason) {
    case 'TIMEOUT':
      return exitCodes.timeout;
    case 'CANCELLED':
      return exitCodes.cancelled;
    case 'AGENT_LOST':
    case 'INTERRUPTED':
      return exitCodes.fateUnknown;
    default:
      return exitCodes.failure;
  }
}

/** `succeeded`, `failed (WRONG_PASSWORD): restic does not accept …`, `is running` */
export function describeRun({ status, reason, message }: Ended): string {
  if (!isTerminal(status)) return `is ${status.toLowerCase()}`;
  if (status === 'SUCCEEDED') return message === null ? 'succeeded' : `succeeded: ${message}`;
  if (status === 'CANCELLED') return 'was cancelled'; // there is no more to say, whatever the message does
  const outcome = `failed${reason === null ? '' : ` (${reason})`}`;
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

import type { BackupFault } from '@hyprbox/contracts';

/** A run that cannot succeed: which fault, and one line that tells the operator what was wrong and what to do. */
export class BackupError extends Error {
  constructor(
    readonly fault: BackupFault,
    message: string,
  ) {
    super(message);
  }
}

/** The run was told to end: cancelled, out of time, or the agent stops or is gone. */
export class Interrupted extends Error {}

import type { CompleteRequest, ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';

/** What may follow what. Nothing leaves a terminal state. */
const transitions: Readonly<Record<ExecutionStatus, readonly ExecutionStatus[]>> = {
  QUEUED: ['RUNNING', 'CANCELLED'],
  RUNNING: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELLED: [],
};

export function mayBecome(from: ExecutionStatus, to: ExecutionStatus): boolean {
  return transitions[from].includes(to);
}

export interface Outcome {
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason: ExecutionReason | null;
}

/** How an attempt ended, from what the agent says of it. A script that ended by itself is judged by its exit code. */
export function outcomeOf({ reason, exitCode }: Pick<CompleteRequest, 'reason' | 'exitCode'>): Outcome {
  switch (reason) {
    case 'CANCELLED':
      return { status: 'CANCELLED', reason: 'CANCELLED' };
    case 'TIMEOUT':
    case 'INTERRUPTED':
      return { status: 'FAILED', reason };
    case undefined:
      return exitCode === 0 ? { status: 'SUCCEEDED', reason: null } : { status: 'FAILED', reason: 'EXIT_CODE' };
  }
}

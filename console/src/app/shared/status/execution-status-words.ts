import type { ExecutionStatus } from '@hyprbox/contracts';

export const executionStatusWords: Readonly<Record<ExecutionStatus, string>> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

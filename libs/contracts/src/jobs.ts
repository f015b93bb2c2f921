import type { VariableValues } from './presets.schema.js';
import type { OfflineAction } from './rollouts.js';

export const executionStatuses = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];
export const terminalStatuses = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const;

export const executionReasons = ['EXIT_CODE', 'TIMEOUT', 'CANCELLED', 'AGENT_LOST', 'INTERRUPTED', 'EXPIRED'] as const;
/** Why an execution did not succeed; EXPIRED: its host did not come back in time. */
export type ExecutionReason = (typeof executionReasons)[number];

export const outputStreams = ['stdout', 'stderr'] as const;
export type OutputStream = (typeof outputStreams)[number];

export function isTerminal(status: ExecutionStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';
}

/** The name of a job's preset where somebody wrote the script themselves; no preset can be called so. */
export const adHocPreset = '(script)';

export interface CreateJobRequest {
  nodeId: string;
  preset: string;
  variables: VariableValues;
  timeoutSeconds?: number;
  /** What is done where the host is away: WAIT if it is left out. SKIP and FAIL refuse the job. */
  whenOffline?: OfflineAction;
  /** How long a host that is away is waited for. */
  waitSeconds?: number;
}

export const executionKinds = ['JOB', 'VAULT'] as const;
/** A JOB is a script for `bash -s`; a VAULT is a `BackupOrder` for the agent's own program. */
export type ExecutionKindName = (typeof executionKinds)[number];

/** Of an agent that has not been shown any yet. */
export const firstTimeline = `0.${'0'.repeat(64)}`;
/** The form of a `timeline`; what it means is the server's business. */
export const timelinePattern = /^[0-9]{1,15}\.[0-9a-f]{64}$/;

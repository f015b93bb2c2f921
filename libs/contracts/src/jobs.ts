import type { VariableValues } from './presets.schema.js';

export const executionStatuses = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];
export const terminalStatuses = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const;

export const executionReasons = ['EXIT_CODE', 'TIMEOUT', 'CANCELLED', 'AGENT_LOST', 'INTERRUPTED'] as const;
/** Why an execution did not succeed. */
export type ExecutionReason = (typeof executionReasons)[number];

export const outputStreams = ['stdout', 'stderr'] as const;
export type OutputStream = (typeof outputStreams)[number];

export function isTerminal(status: ExecutionStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';
}

export interface CreateJobRequest {
  nodeId: string;
  preset: string;
  variables: VariableValues;
  timeoutSeconds?: number;
}

export const executionKinds = ['JOB', 'VAULT'] as const;
/** A JOB is a script for `bash -s`; a VAULT is a `BackupOrder` for the agent's own program. */
export type ExecutionKindName = (typeof executionKinds)[number];

/** Of an agent that has not been shown any yet. */
export const firstTimeline = `0.${'0'.repeat(64)}`;
/** The form of a `timeline`; what it means is the server's business. */
export const timelinePattern = /^[0-9]{1,15}\.[0-9a-f]{64}$/;

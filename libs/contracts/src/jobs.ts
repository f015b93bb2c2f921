import type { VariableValues } from './presets.js';

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

/** A job as lists show it: no output, no script. */
export interface JobSummary {
  id: string;
  nodeId: string;
  preset: string;
  presetVersion: number;
  variables: VariableValues;
  scriptSha256: string;
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  exitCode: number | null;
  /** The signal that ended the script, such as `SIGKILL`. */
  signal: string | null;
  /** The script's real exit code, when it arrived after the job had been given up. */
  lateExitCode: number | null;
  /** What the agent said of an end that was not the script's own. */
  message: string | null;
  attempt: number;
  timeoutSeconds: number;
  cancelRequestedAt: string | null;
  /** The user's id, and the name to show for it. */
  createdBy: string | null;
  createdByName: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  stdoutBytes: number;
  stderrBytes: number;
  stdoutDroppedBytes: number;
  stderrDroppedBytes: number;
}

export interface Job extends JobSummary {
  script: string;
  /** The newest 256 KiB of each stream as text. */
  stdout: string;
  stderr: string;
}

export const executionKinds = ['JOB', 'VAULT'] as const;
/** A JOB is a script for `bash -s`; a VAULT is a `VaultOrder` for the agent's own program. */
export type ExecutionKindName = (typeof executionKinds)[number];

/** What the agent is handed; `kinds` of its request say what it can carry out, JOB alone when it does not say. */
export interface ClaimedExecution {
  id: string;
  kind: ExecutionKindName;
  attempt: number;
  script: string;
  scriptSha256: string;
  timeoutSeconds: number;
  /** Shell variable name → `env:NAME` or `file:/path`, resolved on the node when the script starts. */
  secretRefs: Record<string, string>;
}

export interface CancelOrder {
  id: string;
  attempt: number;
}

/** The answer of `GET /api/jobs/pending`. */
export interface PendingWork {
  job: ClaimedExecution | null;
  cancel: CancelOrder[];
}

/** Bytes of one stream from `offset` (in bytes from the stream's start): text if it is UTF-8, else base64. */
export type OutputChunk = {
  stream: OutputStream;
  offset: number;
} & ({ data: string; base64?: never } | { base64: string; data?: never });

/** `POST /api/jobs/:id/output`. Chunks are in the order in which they were read. */
export interface DeliverOutputRequest {
  attempt: number;
  chunks: OutputChunk[];
}

/** How much of each stream the server has, in bytes from the start, and whether the agent should end the execution. */
export interface DeliveryReceipt {
  stored: { stdout: number; stderr: number };
  cancel: boolean;
}

/** `POST /api/jobs/:id/complete`: how an attempt ended. Refused while output up to the given byte counts is missing. */
export interface CompleteRequest {
  attempt: number;
  /** Null when a signal ended the script, or when it was never known (INTERRUPTED). */
  exitCode: number | null;
  signal?: string | null;
  /** Set by the agent when the end was not the script's own. */
  reason?: 'TIMEOUT' | 'CANCELLED' | 'INTERRUPTED';
  stdoutBytes: number;
  stderrBytes: number;
  /** One line for the operator when the script could not be started, such as an unreadable secret. */
  message?: string;
}

import type {
  CancelOrder,
  ClaimedExecution,
  DeliveryReceipt,
  ExpectedOutput,
  PendingWork,
  ProblemFault,
} from '@hyprbox/contracts';
import { executionKinds, timelinePattern } from '@hyprbox/contracts';

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields | null {
  // A JSON object's fields are unknown until each is looked at.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function isByteCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isPositive(value: unknown): value is number {
  return isByteCount(value) && value > 0;
}

const executionIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An execution's id names a directory of the agent, so only a UUID is taken. */
export function isExecutionId(value: unknown): value is string {
  return typeof value === 'string' && executionIdPattern.test(value);
}

/** What the server answered to a request for work, or null when it is not understood. */
export function readPendingWork(body: unknown): PendingWork | null {
  const fields = fieldsOf(body);
  if (fields === null || !Array.isArray(fields.cancel)) return null;
  const job = fields.job === null ? null : readClaimed(fields.job);
  if (job === undefined) return null;
  const { timeline } = fields;
  const isTimeline = typeof timeline === 'string' && timelinePattern.test(timeline);
  const cancel = fields.cancel.map(readCancelOrder).filter((order) => order !== null);
  return { job, cancel, ...(isTimeline && { timeline }) };
}

function readClaimed(value: unknown): ClaimedExecution | undefined {
  const fields = fieldsOf(value);
  if (fields === null || !isExecutionId(fields.id) || !isPositive(fields.attempt)) return undefined;
  if (typeof fields.script !== 'string' || typeof fields.scriptSha256 !== 'string') return undefined;
  if (!isPositive(fields.timeoutSeconds)) return undefined;
  // A server from before there were several kinds hands out jobs and may not say so.
  const kind = executionKinds.find((name) => name === (fields.kind ?? 'JOB'));
  if (kind === undefined) return undefined;
  const secretRefs: Record<string, string> = {};
  for (const [name, reference] of Object.entries(fieldsOf(fields.secretRefs) ?? {})) {
    if (typeof reference !== 'string') return undefined;
    secretRefs[name] = reference;
  }
  return {
    id: fields.id,
    kind,
    attempt: fields.attempt,
    script: fields.script,
    scriptSha256: fields.scriptSha256,
    timeoutSeconds: fields.timeoutSeconds,
    secretRefs,
  };
}

function readCancelOrder(value: unknown): CancelOrder | null {
  const fields = fieldsOf(value);
  if (fields === null || !isExecutionId(fields.id) || !isPositive(fields.attempt)) return null;
  return { id: fields.id, attempt: fields.attempt };
}

export function readReceipt(body: unknown): DeliveryReceipt | null {
  const fields = fieldsOf(body);
  const stored = fieldsOf(fields?.stored);
  if (fields === null || stored === null || !isByteCount(stored.stdout) || !isByteCount(stored.stderr)) return null;
  return { stored: { stdout: stored.stdout, stderr: stored.stderr }, cancel: fields.cancel === true };
}

/** Where the server stands, of a 409's problem. */
export function readExpected(body: unknown): ExpectedOutput | null {
  const expected = fieldsOf(fieldsOf(body)?.expected);
  // Attempt 0: queued, and handed to nobody.
  if (expected === null || !isByteCount(expected.attempt)) return null;
  if (!isByteCount(expected.stdout) || !isByteCount(expected.stderr)) return null;
  return { attempt: expected.attempt, stdout: expected.stdout, stderr: expected.stderr };
}

/** The attempt's end is stored: the server takes nothing more, so there is nothing more to send. */
export function isAlreadyFinished(body: unknown): boolean {
  return fieldsOf(body)?.code === 'ALREADY_FINISHED';
}

/** Whether the answer is the server's own problem, not a page of a proxy in between. */
export function isProblem(body: unknown): boolean {
  return typeof fieldsOf(body)?.code === 'string';
}

export function readFaults(body: unknown): ProblemFault[] {
  return faultsIn(fieldsOf(body)?.errors);
}

/** What of a heartbeat the server could not use, though it took the rest. */
export function readDropped(body: unknown): ProblemFault[] {
  return faultsIn(fieldsOf(body)?.dropped);
}

function faultsIn(list: unknown): ProblemFault[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((error: unknown) => {
    const fields = fieldsOf(error);
    if (typeof fields?.pointer !== 'string') return [];
    return [{ pointer: fields.pointer, detail: typeof fields.detail === 'string' ? fields.detail : '' }];
  });
}

/** The problem's own words for a log line. */
export function detailOf(body: unknown): string {
  const fields = fieldsOf(body);
  const detail = fields?.detail ?? fields?.title;
  return typeof detail === 'string' ? detail : '';
}

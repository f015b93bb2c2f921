import {
  executionKinds,
  executionReasons,
  executionStatuses,
  limits,
  outputStreams,
  type CancelOrder,
  type ClaimedExecution,
  type CompleteRequest,
  type DeliverOutputRequest,
  type DeliveryReceipt,
  type Job,
  type JobSummary,
  type PendingWork,
} from '@hyprbox/contracts';
import { count, flag, instant, listOf, nullable, objectOf, oneOf, text, uuid, type Schema } from '../http/schemas.js';

const attempt: Schema = { type: 'integer', minimum: 1 };
const exitCode: Schema = { ...nullable(count), maximum: 255 };

const summary: Record<keyof JobSummary, Schema> = {
  id: uuid,
  nodeId: text,
  preset: text,
  presetVersion: count,
  variables: { type: 'object', additionalProperties: true },
  scriptSha256: text,
  status: oneOf(executionStatuses),
  reason: nullable(oneOf(executionReasons)),
  exitCode,
  signal: nullable(text),
  lateExitCode: exitCode,
  message: nullable(text),
  attempt: count,
  timeoutSeconds: count,
  cancelRequestedAt: nullable(instant),
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  createdAt: instant,
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
  stdoutBytes: count,
  stderrBytes: count,
  stdoutDroppedBytes: count,
  stderrDroppedBytes: count,
};

export const jobSummarySchema = objectOf<JobSummary>(summary);

const tail = { ...text, description: 'The newest 256 KiB as text.' };
export const jobSchema = objectOf<Job>({ ...summary, script: text, stdout: tail, stderr: tail });

export const pendingSchema = objectOf<PendingWork>({
  job: nullable(
    objectOf<ClaimedExecution>({
      id: uuid,
      kind: oneOf(executionKinds),
      attempt,
      script: text,
      scriptSha256: text,
      timeoutSeconds: count,
      secretRefs: { type: 'object', additionalProperties: text },
    }),
  ),
  cancel: listOf(objectOf<CancelOrder>({ id: uuid, attempt })),
});

export const deliverySchema = objectOf<DeliverOutputRequest>({
  attempt,
  chunks: {
    type: 'array',
    maxItems: limits.outputChunksPerDelivery,
    items: {
      type: 'object',
      required: ['stream', 'offset'],
      properties: {
        stream: oneOf(outputStreams),
        offset: { ...count, description: 'In bytes from the start of the stream.' },
        data: { ...text, description: 'The bytes, where they are UTF-8.' },
        base64: { ...text, format: 'byte', description: 'The bytes, where they are not.' },
      },
    },
  },
});

export const completionSchema = objectOf<CompleteRequest>(
  {
    attempt,
    exitCode,
    signal: { ...nullable(text), example: 'SIGKILL' },
    reason: {
      ...oneOf(['TIMEOUT', 'CANCELLED', 'INTERRUPTED']),
      description: 'Where it was not the script’s own end.',
    },
    stdoutBytes: count,
    stderrBytes: count,
    message: text,
  },
  'signal',
  'reason',
  'message',
);

export const receiptSchema = objectOf<DeliveryReceipt>({
  stored: { type: 'object', required: [...outputStreams], properties: { stdout: count, stderr: count } },
  cancel: { ...flag, description: 'Whether the agent is to end the execution.' },
});

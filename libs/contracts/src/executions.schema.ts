import Type, { type Static } from 'typebox';
import { executionKinds, outputStreams } from './jobs.js';
import { limits } from './limits.js';
import { closed, listOf, nullable, oneOf, recordOf, text, uuid } from './schema-parts.js';

const { MAX_SAFE_INTEGER } = Number;

/** What the agent sends must also fit in a number that JSON keeps exact. */
const bytes = { minimum: 0, maximum: MAX_SAFE_INTEGER, fault: 'must be a count of bytes' };
const attempt = Type.Integer({ minimum: 1, maximum: MAX_SAFE_INTEGER, fault: 'must be a positive integer' });

/** What the agent is handed; `kinds` of its request say what it can carry out, JOB alone when it does not say. */
export const claimedExecutionSchema = Type.Object({
  id: uuid,
  kind: oneOf(executionKinds),
  attempt,
  script: text,
  scriptSha256: text,
  timeoutSeconds: Type.Integer({ minimum: 0 }),
  /** Shell variable name → `env:NAME` or `file:/path`, resolved on the node when the script starts. */
  secretRefs: recordOf(text),
});
export type ClaimedExecution = Static<typeof claimedExecutionSchema>;

export const cancelOrderSchema = Type.Object({ id: uuid, attempt });
export type CancelOrder = Static<typeof cancelOrderSchema>;

/** The answer of `GET /api/jobs/pending`. */
export const pendingWorkSchema = Type.Object({
  job: nullable(claimedExecutionSchema),
  cancel: listOf(cancelOrderSchema),
  /**
   * Where the server's history stands, for an agent that asks with one. It keeps the newest and shows it with its next
   * request: a server whose database was put back does not know it.
   */
  timeline: Type.Optional(Type.String({ description: 'Where the server stands; to be shown with the next request.' })),
});
export type PendingWork = Static<typeof pendingWorkSchema>;

const content = { fault: 'must have either data (text) or base64' };
const place = {
  stream: oneOf(outputStreams, { fault: 'stream must be stdout or stderr' }),
  offset: Type.Integer({
    ...bytes,
    description: 'In bytes from the start of the stream.',
    fault: 'offset must be a count of bytes',
  }),
};

/** Bytes of one stream from `offset` (in bytes from the stream's start): text if it is UTF-8, else base64. */
export const outputChunkSchema = Type.Union([
  Type.Object({ ...place, data: Type.String({ ...content, description: 'The bytes, where they are UTF-8.' }) }, closed),
  Type.Object(
    { ...place, base64: Type.String({ ...content, format: 'byte', description: 'The bytes, where they are not.' }) },
    closed,
  ),
]);
export type OutputChunk = Static<typeof outputChunkSchema>;

const counts = { stdout: Type.Integer(bytes), stderr: Type.Integer(bytes) };

/** `POST /api/jobs/:id/output`. Chunks are in the order in which they were read. */
export const deliverOutputRequestSchema = Type.Object(
  {
    attempt,
    chunks: Type.Array(outputChunkSchema, {
      maxItems: limits.outputChunksPerDelivery,
      fault: `must be a list of at most ${limits.outputChunksPerDelivery} chunks`,
    }),
    lostBefore: Type.Optional(
      Type.Object(counts, {
        ...closed,
        description:
          'Bytes before these offsets are no longer on the host; what the server misses of them counts as dropped.',
        fault: 'must hold the counts of bytes stdout, stderr',
      }),
    ),
  },
  closed,
);
export type DeliverOutputRequest = Static<typeof deliverOutputRequestSchema>;

/** How much of each stream the server has, in bytes from the start, and whether the agent should end the execution. */
export const deliveryReceiptSchema = Type.Object({
  stored: Type.Object(counts),
  cancel: Type.Boolean({ description: 'Whether the agent is to end the execution.' }),
});
export type DeliveryReceipt = Static<typeof deliveryReceiptSchema>;

/** `POST /api/jobs/:id/complete`: how an attempt ended. Refused while output up to the given byte counts is missing. */
export const completeRequestSchema = Type.Object(
  {
    attempt,
    /** Null when a signal ended the script, or when it was never known (INTERRUPTED). */
    exitCode: nullable(Type.Integer({ minimum: 0, maximum: 255 }), { fault: 'must be 0 to 255, or null' }),
    signal: Type.Optional(
      nullable(Type.String({ pattern: '^SIG[A-Z0-9+]{1,16}$' }), {
        example: 'SIGKILL',
        fault: 'must be the name of a signal, or null',
      }),
    ),
    /** Set by the agent when the end was not the script's own. */
    reason: Type.Optional(
      oneOf(['TIMEOUT', 'CANCELLED', 'INTERRUPTED'], {
        description: 'Where it was not the script’s own end.',
        fault: 'must be TIMEOUT, CANCELLED or INTERRUPTED',
      }),
    ),
    stdoutBytes: Type.Integer(bytes),
    stderrBytes: Type.Integer(bytes),
    /** One line for the operator when the script could not be started, such as an unreadable secret. */
    message: Type.Optional(
      Type.String({
        maxLength: limits.completionMessageLength,
        fault: `must be a text of at most ${limits.completionMessageLength} characters`,
      }),
    ),
  },
  closed,
);
export type CompleteRequest = Static<typeof completeRequestSchema>;

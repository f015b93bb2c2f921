import { limits, type CompleteRequest, type OutputChunk, type ProblemFault } from '@hyprbox/contracts';
import { completeRequestSchema, deliverOutputRequestSchema, outputChunkSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../common/domain-error.js';
import { checkOf, faultsIn, fieldChecks } from '../common/schema-check.js';
import type { Positions, ReceivedChunk } from './output-assembly.js';

export interface Delivery {
  attempt: number;
  chunks: ReceivedChunk[];
  /** Bytes before these offsets are gone for ever. */
  lostBefore: Positions | null;
}

const isDelivery = checkOf(deliverOutputRequestSchema);
const deliveryFields = fieldChecks(deliverOutputRequestSchema);

/** Reads a delivery of output: the hottest body there is, which is looked at once if it is good. */
export function readDelivery(body: unknown): Delivery {
  if (!isDelivery(body)) throw new InvalidInputError(deliveryFaults(body));
  const chunks = body.chunks.map((chunk) => ({ stream: chunk.stream, offset: chunk.offset, bytes: bytesOf(chunk) }));
  if (chunks.some(({ bytes }) => bytes.length > limits.outputChunkBytes)) {
    throw new InvalidInputError(deliveryFaults(body));
  }
  return { attempt: body.attempt, chunks, lostBefore: body.lostBefore ?? null };
}

function deliveryFaults(body: unknown): ProblemFault[] {
  const chunks = typeof body === 'object' && body !== null && 'chunks' in body ? body.chunks : undefined;
  const wrongChunks =
    Array.isArray(chunks) && chunks.length <= limits.outputChunksPerDelivery ? chunkFaults(chunks) : null;
  const faults = faultsIn(body, deliveryFields);
  if (wrongChunks === null) return faults;
  // What is wrong in a list that is none too long is said of its chunks.
  const others = faults.filter(({ pointer }) => pointer !== '/chunks');
  return [...others, ...wrongChunks];
}

function chunkFaults(chunks: unknown[]): ProblemFault[] {
  return chunks.flatMap((chunk, index) => {
    const detail = faultOfChunk(chunk);
    return detail === null ? [] : [{ pointer: `/chunks/${index}`, detail }];
  });
}

const isChunk = checkOf(outputChunkSchema);
const [textChunk, encodedChunk] = outputChunkSchema.anyOf.map(fieldChecks);
const chunkFields = new Map([...(textChunk ?? []), ...(encodedChunk ?? [])]);

function faultOfChunk(chunk: unknown): string | null {
  if (isChunk(chunk)) {
    const { outputChunkBytes } = limits;
    return bytesOf(chunk).length > outputChunkBytes ? `must have at most ${outputChunkBytes} bytes` : null;
  }
  const fields: Record<string, unknown> =
    typeof chunk === 'object' && chunk !== null && !Array.isArray(chunk) ? { ...chunk } : {};
  if (Object.keys(fields).some((name) => !chunkFields.has(name))) return 'has a field that does not exist';
  const wrong = [...chunkFields].find(([name, { fits }]) => !fits(fields[name]));
  // What each field by itself does not tell is that of the last two there has to be one.
  return wrong?.[1].fault ?? 'must have either data (text) or base64';
}

function bytesOf(chunk: OutputChunk): Buffer {
  return 'data' in chunk ? Buffer.from(chunk.data, 'utf8') : Buffer.from(chunk.base64, 'base64');
}

const isCompletion = checkOf(completeRequestSchema);
const completionFields = fieldChecks(completeRequestSchema);

/** Reads the report of an attempt's end. */
export function readCompletion(body: unknown): CompleteRequest {
  if (!isCompletion(body)) throw new InvalidInputError(faultsIn(body, completionFields));
  return body;
}

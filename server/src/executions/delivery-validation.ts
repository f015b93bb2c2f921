import { limits, type CompleteRequest, type ProblemFault } from '@hyprbox/contracts';
import { InvalidInputError } from '../http/domain-error.js';
import type { ReceivedChunk } from './output-assembly.js';

export interface Delivery {
  attempt: number;
  chunks: ReceivedChunk[];
}

/** Reads a delivery of output. By hand: this is the hottest body there is, and its size is mostly one string. */
export function readDelivery(body: unknown): Delivery {
  const faults: ProblemFault[] = [];
  const { attempt, chunks, ...unknown } = fieldsOf(body);
  for (const name of Object.keys(unknown)) faults.push({ pointer: `/${name}`, detail: 'There is no such field.' });
  if (!isCount(attempt) || attempt < 1) faults.push({ pointer: '/attempt', detail: 'must be a positive integer' });
  const read: ReceivedChunk[] = [];
  if (!Array.isArray(chunks) || chunks.length > limits.outputChunksPerDelivery) {
    faults.push({ pointer: '/chunks', detail: `must be a list of at most ${limits.outputChunksPerDelivery} chunks` });
  } else {
    chunks.forEach((chunk: unknown, index) => {
      const result = readChunk(chunk);
      if (typeof result === 'string') faults.push({ pointer: `/chunks/${index}`, detail: result });
      else read.push(result);
    });
  }
  if (faults.length > 0 || !isCount(attempt)) throw new InvalidInputError(faults);
  return { attempt, chunks: read };
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function readChunk(chunk: unknown): ReceivedChunk | string {
  const { stream, offset, data, base64: encoded, ...unknown } = fieldsOf(chunk);
  if (Object.keys(unknown).length > 0) return 'has a field that does not exist';
  if (stream !== 'stdout' && stream !== 'stderr') return 'stream must be stdout or stderr';
  if (!isCount(offset)) return 'offset must be a count of bytes';
  const bytes = bytesOf(data, encoded);
  if (!bytes) return 'must have either data (text) or base64';
  if (bytes.length > limits.outputChunkBytes) return `must have at most ${limits.outputChunkBytes} bytes`;
  return { stream, offset, bytes };
}

function bytesOf(data: unknown, encoded: unknown): Buffer | null {
  if (typeof data === 'string' && encoded === undefined) return Buffer.from(data, 'utf8');
  if (typeof encoded === 'string' && data === undefined && encoded.length % 4 === 0 && base64.test(encoded)) {
    return Buffer.from(encoded, 'base64');
  }
  return null;
}

const completionFields = ['attempt', 'exitCode', 'signal', 'reason', 'stdoutBytes', 'stderrBytes', 'message'];
const messageLength = 1000;

/** Reads the report of an attempt's end. */
export function readCompletion(body: unknown): CompleteRequest {
  const faults: ProblemFault[] = [];
  const fields = fieldsOf(body);
  const fault = (name: string, detail: string): void => void faults.push({ pointer: `/${name}`, detail });
  for (const name of Object.keys(fields)) if (!completionFields.includes(name)) fault(name, 'There is no such field.');
  const { attempt, exitCode, signal, reason, stdoutBytes, stderrBytes, message } = fields;
  if (!isCount(attempt) || attempt < 1) fault('attempt', 'must be a positive integer');
  if (exitCode !== null && !(isCount(exitCode) && exitCode <= 255)) fault('exitCode', 'must be 0 to 255, or null');
  if (signal !== undefined && signal !== null && !(typeof signal === 'string' && /^SIG[A-Z0-9+]{1,16}$/.test(signal))) {
    fault('signal', 'must be the name of a signal, or null');
  }
  if (reason !== undefined && reason !== 'TIMEOUT' && reason !== 'CANCELLED' && reason !== 'INTERRUPTED') {
    fault('reason', 'must be TIMEOUT, CANCELLED or INTERRUPTED');
  }
  if (!isCount(stdoutBytes)) fault('stdoutBytes', 'must be a count of bytes');
  if (!isCount(stderrBytes)) fault('stderrBytes', 'must be a count of bytes');
  if (message !== undefined && !(typeof message === 'string' && message.length <= messageLength)) {
    fault('message', `must be a text of at most ${messageLength} characters`);
  }
  if (faults.length > 0) throw new InvalidInputError(faults);
  // Every field has just been checked.
  return fields as unknown as CompleteRequest;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

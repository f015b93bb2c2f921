import { createHash, randomUUID } from 'node:crypto';
import type { ClaimedExecution, CompleteRequest, DeliverOutputRequest, OutputStream } from '@hyprbox/contracts';
import { outputStreams } from '@hyprbox/contracts';

/** An execution as a server has it: what it hands out, and what has come of it. */
export interface ReceivedExecution {
  claimed: ClaimedExecution;
  output: Record<OutputStream, Buffer[]>;
  stored: Record<OutputStream, number>;
  /** Bytes that the agent said were no longer there. */
  lost: Record<OutputStream, number>;
  /** Queued: no attempt of it is known. */
  queued: boolean;
  /** Streams of the chunks in the order in which they came. */
  order: OutputStream[];
  deliveries: number;
  completed: CompleteRequest | null;
  cancel: boolean;
}

/** What a request is answered. */
export interface FakeAnswer {
  status: number;
  body: unknown;
}

const nothingReceived = (): Pick<ReceivedExecution, 'output' | 'stored' | 'lost' | 'queued' | 'completed'> => ({
  output: { stdout: [], stderr: [] },
  stored: { stdout: 0, stderr: 0 },
  lost: { stdout: 0, stderr: 0 },
  queued: true,
  completed: null,
});

export function queuedExecution(script: string, more: Partial<ClaimedExecution> = {}): ReceivedExecution {
  const claimed: ClaimedExecution = {
    id: randomUUID(),
    kind: 'JOB',
    attempt: 1,
    script,
    scriptSha256: createHash('sha256').update(script).digest('hex'),
    timeoutSeconds: 60,
    secretRefs: {},
    ...more,
  };
  return { claimed, ...nothingReceived(), order: [], deliveries: 0, cancel: false };
}

/** Makes it as it was in a database that was copied while it was queued, and was put back now. */
export function putBack(received: ReceivedExecution): void {
  Object.assign(received, nothingReceived());
}

export function outputOf(received: ReceivedExecution, stream: OutputStream): Buffer {
  return Buffer.concat(received.output[stream]);
}

/** Takes what an agent delivers, as the server does. */
export function receive(received: ReceivedExecution, request: DeliverOutputRequest | CompleteRequest): FakeAnswer {
  if (received.queued || request.attempt !== received.claimed.attempt) return refusal(received, 'STALE_ATTEMPT');
  return 'chunks' in request ? takeOutput(received, request) : takeEnd(received, request);
}

function takeOutput(received: ReceivedExecution, request: DeliverOutputRequest): FakeAnswer {
  received.deliveries += 1;
  for (const stream of outputStreams) {
    const lost = request.lostBefore?.[stream] ?? 0;
    if (lost > received.stored[stream]) received.stored[stream] = received.lost[stream] = lost;
  }
  for (const chunk of request.chunks) {
    const bytes = 'data' in chunk ? Buffer.from(chunk.data) : Buffer.from(chunk.base64, 'base64');
    const known = received.stored[chunk.stream] - chunk.offset;
    if (known < 0) return refusal(received, 'OUTPUT_GAP');
    if (known >= bytes.length) continue;
    received.output[chunk.stream].push(bytes.subarray(known));
    received.stored[chunk.stream] += bytes.length - known;
    received.order.push(chunk.stream);
  }
  return receipt(received);
}

function takeEnd(received: ReceivedExecution, request: CompleteRequest): FakeAnswer {
  const missing = request.stdoutBytes > received.stored.stdout || request.stderrBytes > received.stored.stderr;
  if (missing) return refusal(received, 'OUTPUT_GAP');
  received.completed ??= request;
  return receipt(received);
}

function receipt({ stored, cancel }: ReceivedExecution): FakeAnswer {
  return { status: 200, body: { stored: { ...stored }, cancel } };
}

function refusal({ queued, claimed, stored }: ReceivedExecution, code: string): FakeAnswer {
  return { status: 409, body: { code, expected: { attempt: queued ? 0 : claimed.attempt, ...stored } } };
}

import { isUtf8 } from 'node:buffer';
import { limits, outputStreams, type OutputEvent, type OutputStream } from '@hyprbox/contracts';

export interface ReceivedChunk {
  stream: OutputStream;
  offset: number;
  bytes: Buffer;
}

/** A chunk to be stored; `seq` orders the chunks of both streams: the bytes of both that came before it. */
export interface StoredChunk {
  seq: number;
  stream: OutputStream;
  offset: number;
  bytes: Buffer;
}

export type Positions = Record<OutputStream, number>;

/**
 * Fits what an agent delivered to what is stored: bytes that are there already are left out, neighbours of one stream
 * become one chunk.
 *
 * @returns the chunks to store and the positions after them, or the stream with a gap
 */
export function assemble(
  received: readonly ReceivedChunk[],
  stored: Readonly<Positions>,
): { chunks: StoredChunk[]; positions: Positions } | { gap: OutputStream } {
  const positions: Positions = { ...stored };
  const chunks: StoredChunk[] = [];
  for (const { stream, offset, bytes } of received) {
    const position = positions[stream];
    if (offset > position) return { gap: stream };
    const fresh = bytes.subarray(position - offset);
    if (fresh.length === 0) continue;
    const last = chunks.at(-1);
    if (last?.stream === stream && last.bytes.length + fresh.length <= limits.outputChunkBytes) {
      last.bytes = Buffer.concat([last.bytes, fresh]);
    } else {
      chunks.push({ seq: positions.stdout + positions.stderr, stream, offset: position, bytes: fresh });
    }
    positions[stream] += fresh.length;
  }
  return { chunks, positions };
}

/** Bytes as an event of a stream: text where they are UTF-8, base64 where they are not. */
export function outputEvent(offset: number, bytes: Buffer): OutputEvent {
  return isUtf8(bytes) ? { offset, data: bytes.toString('utf8') } : { offset, base64: bytes.toString('base64') };
}

/** Bytes as text for people. A character that was cut at the front by the limit is left out. */
export function shownText(bytes: Buffer, cutAtFront: boolean): string {
  let start = 0;
  // UTF-8 continuation bytes are 10xxxxxx, at most three in a row.
  if (cutAtFront) while (start < 3 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.toString('utf8', start);
}

/** Where the kept part of a stream begins when `total` bytes have come. */
export function keptFrom(total: number, keptBytes: number): number {
  return Math.max(0, total - keptBytes);
}

/** A place in both streams, as the id of an event: what has been sent up to and including it. */
export function eventId(positions: Positions): string {
  return outputStreams.map((stream) => positions[stream]).join('-');
}

export function positionsFrom(id: string | undefined): Positions {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(id ?? '');
  return { stdout: Number(match?.[1] ?? 0), stderr: Number(match?.[2] ?? 0) };
}

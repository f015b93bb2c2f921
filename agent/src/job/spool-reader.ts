import type { OutputStream } from '@hyprbox/contracts';
import type { Offsets } from './offsets.js';
import type { Spool } from './spool.js';
import type { SpoolSegment } from './spool-segment.js';
import { readRecordHeader, recordHeaderBytes, segmentHeaderBytes } from './spool-segment.js';

const windowBytes = 64 * 1024;

export interface Piece {
  stream: OutputStream;
  /** Of the piece's first byte, from the stream's start. */
  offset: number;
  /** Valid until the next call. */
  bytes: Buffer;
}

interface OpenRecord {
  stream: OutputStream;
  remaining: number;
}

/** Reads a spool in order, from given offsets on, while it is written. */
export class SpoolReader {
  private segment: SpoolSegment | undefined;
  private position = segmentHeaderBytes;
  private offsets: Offsets = { stdout: 0, stderr: 0 };
  private from: Offsets = { stdout: 0, stderr: 0 };
  private record: OpenRecord | undefined;
  private readonly window = Buffer.allocUnsafeSlow(windowBytes);
  private windowAt = 0;
  private windowLength = 0;

  constructor(private readonly spool: Spool) {}

  /** Goes on at these offsets; what lies before them is passed over. */
  seek(from: Offsets): void {
    this.from = { ...from };
    this.enter(this.spool.firstSegment());
  }

  /** The next bytes of one stream, until they are consumed; null when there are no more at present. */
  async peek(): Promise<Piece | null> {
    for (;;) {
      this.record ??= await this.nextRecord();
      if (this.record === undefined) return null;
      const { stream, remaining } = this.record;
      const offset = this.offsets[stream];
      const skipped = Math.min(remaining, Math.max(0, this.from[stream] - offset));
      if (skipped > 0) {
        this.advance(this.record, skipped);
        continue;
      }
      await this.fill(1);
      const start = this.position - this.windowAt;
      return { stream, offset, bytes: this.window.subarray(start, start + Math.min(remaining, this.buffered())) };
    }
  }

  /** Passes over the first bytes of what was peeked. */
  consume(length: number): void {
    if (this.record !== undefined) this.advance(this.record, length);
  }

  private async nextRecord(): Promise<OpenRecord | undefined> {
    if (this.segment === undefined) this.enter(this.spool.firstSegment());
    while (this.segment !== undefined && this.position >= this.segment.written) {
      const following = this.spool.segmentAfter(this.segment);
      if (following === undefined) return undefined;
      this.enter(following);
    }
    if (this.segment === undefined) return undefined;
    await this.fill(recordHeaderBytes);
    const header = readRecordHeader(this.window, this.position - this.windowAt);
    if (header === null) throw new Error('the spool is damaged');
    this.position += recordHeaderBytes;
    return { stream: header.stream, remaining: header.length };
  }

  private advance(record: OpenRecord, length: number): void {
    this.position += length;
    this.offsets[record.stream] += length;
    record.remaining -= length;
    if (record.remaining === 0) this.record = undefined;
  }

  private enter(segment: SpoolSegment | undefined): void {
    this.segment = segment;
    this.position = segmentHeaderBytes;
    this.record = undefined;
    this.windowAt = 0;
    this.windowLength = 0;
    if (segment !== undefined) this.offsets = { ...segment.begin };
  }

  private buffered(): number {
    return this.windowAt + this.windowLength - this.position;
  }

  /** Reads on from the file unless so many bytes are there already. */
  private async fill(wanted: number): Promise<void> {
    if (this.segment === undefined || (this.position >= this.windowAt && this.buffered() >= wanted)) return;
    this.windowAt = this.position;
    const readable = Math.min(windowBytes, this.segment.written - this.position);
    const { bytesRead } = await this.segment.file.read(this.window, 0, readable, this.position);
    if (bytesRead < wanted) throw new Error('the spool is shorter than what was written');
    this.windowLength = bytesRead;
  }
}

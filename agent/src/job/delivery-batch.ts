import type { OutputStream } from '@hyprbox/contracts';
import { limits, outputStreams } from '@hyprbox/contracts';
import { DeliveryEncoder } from './delivery-encoder.js';
import type { Offsets } from './offsets.js';
import type { Spool } from './spool.js';
import { SpoolReader } from './spool-reader.js';
import { unfinishedTail } from './utf8.js';

/** Output of one delivery, before encoding makes it longer by half at most. */
export const deliveryBytesMax = 1024 * 1024;
const deliveryBytesMin = 16 * 1024;

/** Gathers what a spool holds next into one delivery: neighbouring records of a stream become one chunk. */
export class DeliveryBatch {
  /** Where the streams stood before and after the delivery that was built last. */
  readonly begin: Offsets = { stdout: 0, stderr: 0 };
  readonly end: Offsets = { stdout: 0, stderr: 0 };
  private readonly reader: SpoolReader;
  private readonly encoder = new DeliveryEncoder();
  private readonly chunk = Buffer.allocUnsafeSlow(limits.outputChunkBytes);
  private chunkLength = 0;
  /** The beginning of a code point at a chunk's end, kept for the stream's next chunk. */
  private readonly unfinished: Record<OutputStream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  private unfinishedIsDue = false;
  private chunks = 0;
  private bytesMax = deliveryBytesMax;

  constructor(
    private readonly attempt: number,
    private readonly spool: Spool,
  ) {
    this.reader = new SpoolReader(spool);
  }

  get hasUnfinished(): boolean {
    return outputStreams.some((stream) => this.unfinished[stream].length > 0);
  }

  /** The next delivery takes the bytes that no more followed. */
  sendUnfinished(): void {
    this.unfinishedIsDue = true;
  }

  seek(from: Offsets): void {
    this.reader.seek(from);
    for (const stream of outputStreams) {
      this.end[stream] = from[stream];
      this.unfinished[stream] = Buffer.alloc(0);
    }
  }

  /** Halves the deliveries; false when they are as small as they get. */
  shrink(): boolean {
    if (this.bytesMax <= deliveryBytesMin) return false;
    this.bytesMax /= 2;
    return true;
  }

  /** The encoded request, valid until the next is built; null when there is nothing to send at present. */
  async build(): Promise<Buffer | null> {
    Object.assign(this.begin, this.end);
    this.encoder.begin(this.attempt);
    this.chunks = 0;
    let stream: OutputStream | undefined;
    let gathered = 0;
    while (gathered < this.bytesMax && this.chunks < limits.outputChunksPerDelivery) {
      const piece = await this.reader.peek();
      if (piece === null) break;
      if (piece.stream !== stream || this.chunkLength >= this.chunkBytesMax) {
        if (stream !== undefined) this.closeChunk(stream);
        stream = piece.stream;
        this.openChunk(stream);
        continue;
      }
      const length = Math.min(piece.bytes.length, this.chunkBytesMax - this.chunkLength, this.bytesMax - gathered);
      piece.bytes.copy(this.chunk, this.chunkLength, 0, length);
      this.reader.consume(length);
      this.chunkLength += length;
      gathered += length;
    }
    if (stream !== undefined) this.closeChunk(stream);
    if (this.chunks === 0 && (this.unfinishedIsDue || this.spool.ended)) this.addUnfinished();
    this.unfinishedIsDue = false;
    return this.chunks === 0 ? null : this.encoder.finish();
  }

  private get chunkBytesMax(): number {
    return Math.min(limits.outputChunkBytes, this.bytesMax);
  }

  private openChunk(stream: OutputStream): void {
    this.chunkLength = this.unfinished[stream].copy(this.chunk);
    this.unfinished[stream] = Buffer.alloc(0);
  }

  private closeChunk(stream: OutputStream): void {
    const bytes = this.chunk.subarray(0, this.chunkLength);
    const tail = unfinishedTail(bytes);
    this.unfinished[stream] = Buffer.from(bytes.subarray(bytes.length - tail));
    this.add(stream, bytes.subarray(0, bytes.length - tail));
  }

  private addUnfinished(): void {
    for (const stream of outputStreams) {
      this.add(stream, this.unfinished[stream]);
      this.unfinished[stream] = Buffer.alloc(0);
    }
  }

  private add(stream: OutputStream, bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.encoder.add(stream, this.end[stream], bytes);
    this.end[stream] += bytes.length;
    this.chunks += 1;
  }
}

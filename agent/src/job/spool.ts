import { readdir } from 'node:fs/promises';
import type { OutputStream } from '@hyprbox/contracts';
import type { Offsets } from './offsets.js';
import { covers } from './offsets.js';
import { SpoolSegment, recordHeaderBytes, segmentNumber, writeRecordHeader } from './spool-segment.js';

/** Size from which a segment is followed by the next; one is deleted as soon as all of it is acknowledged. */
export const segmentBytes = 4 * 1024 * 1024;
/** Output kept for a server that is away; beyond it the script waits on its pipe. */
export const spoolBytesMax = 256 * 1024 * 1024;

/**
 * The output of one attempt, on disk from the moment it is read until the server has stored it, both streams in the
 * order in which they were read.
 */
export class Spool {
  /** Everything read so far. */
  readonly total: Offsets;
  /** What the server has. */
  readonly acknowledged: Offsets;
  /** No more is appended. */
  ended = false;
  private tail: Promise<void> = Promise.resolve();
  private changed = Promise.withResolvers<void>();

  private constructor(
    private readonly directory: string,
    private readonly segments: SpoolSegment[],
  ) {
    this.acknowledged = { ...(segments[0]?.begin ?? { stdout: 0, stderr: 0 }) };
    this.total = { ...(segments.at(-1)?.end ?? this.acknowledged) };
  }

  /** A directory without segments is an empty spool. */
  static async open(directory: string): Promise<Spool> {
    const names = (await readdir(directory)).filter((name) => segmentNumber(name) !== null).sort();
    const segments: SpoolSegment[] = [];
    for (const name of names) {
      const segment = await SpoolSegment.recover(directory, name, segmentNumber(name) ?? 0);
      if (segment !== null) segments.push(segment);
    }
    return new Spool(directory, segments);
  }

  static empty(directory: string): Spool {
    return new Spool(directory, []);
  }

  /** Bytes that wait for the server. */
  get backlog(): number {
    return this.bytesAfter(this.acknowledged);
  }

  bytesAfter(offsets: Readonly<Offsets>): number {
    return this.total.stdout + this.total.stderr - offsets.stdout - offsets.stderr;
  }

  get drained(): boolean {
    return this.ended && covers(this.acknowledged, this.total);
  }

  /** The oldest offsets that can still be read. */
  get begin(): Readonly<Offsets> {
    return this.segments[0]?.begin ?? this.total;
  }

  firstSegment(): SpoolSegment | undefined {
    return this.segments[0];
  }

  segmentAfter(segment: SpoolSegment): SpoolSegment | undefined {
    return this.segments.find((other) => other.number > segment.number);
  }

  /** Resolves at the next append, acknowledgement or end. */
  change(): Promise<void> {
    return this.changed.promise;
  }

  /**
   * Appends a record whose first `recordHeaderBytes` bytes are left free for its header. The buffer may be used again
   * when the promise is fulfilled; when it is rejected nothing was appended.
   */
  append(stream: OutputStream, record: Buffer): Promise<void> {
    const appended = this.tail.then(() => this.write(stream, record));
    this.tail = appended.catch(() => undefined);
    return appended;
  }

  end(): void {
    this.ended = true;
    this.announce();
  }

  /** Takes note of what the server has stored, and deletes the segments that are covered. */
  async acknowledge(stored: Offsets): Promise<void> {
    this.acknowledged.stdout = Math.max(this.acknowledged.stdout, Math.min(stored.stdout, this.total.stdout));
    this.acknowledged.stderr = Math.max(this.acknowledged.stderr, Math.min(stored.stderr, this.total.stderr));
    this.announce();
    while (this.segments.length > 1) {
      const first = this.segments[0];
      if (first === undefined || !covers(this.acknowledged, first.end)) return;
      this.segments.shift();
      await first.remove();
    }
  }

  async close(): Promise<void> {
    await this.tail;
    await Promise.all(this.segments.map((segment) => segment.close()));
  }

  private async write(stream: OutputStream, record: Buffer): Promise<void> {
    let segment = this.segments.at(-1);
    if (segment === undefined || segment.written >= segmentBytes) {
      segment = await SpoolSegment.create(this.directory, (segment?.number ?? 0) + 1, this.total);
      this.segments.push(segment);
    }
    const length = record.length - recordHeaderBytes;
    writeRecordHeader(record, stream, length);
    await segment.append(record, stream);
    this.total[stream] += length;
    this.announce();
  }

  /** Lets everyone who waits for a change look again. */
  announce(): void {
    const { resolve } = this.changed;
    this.changed = Promise.withResolvers<void>();
    resolve();
  }
}

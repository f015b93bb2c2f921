import { mkdir, readdir } from 'node:fs/promises';
import type { OutputStream } from '@hyprbox/contracts';
import type { Offsets } from './offsets.js';
import { covers } from './offsets.js';
import { SpoolReader } from './spool-reader.js';
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

  /** Of an attempt whose output is no longer here, but for its length. */
  static gone(total: Readonly<Offsets>): Spool {
    const spool = new Spool('', []);
    Object.assign(spool.total, total);
    Object.assign(spool.acknowledged, total);
    return spool;
  }

  /**
   * Writes the last line of stdout, from the end of the one before on, to a spool of its own in another directory, at the same offsets, on disk when the
   * promise is fulfilled. A line that is longer than the limit, or not here any more, is left out.
   */
  async copyLastLine(directory: string, bytesMax: number): Promise<void> {
    const line = await this.lastLine(bytesMax);
    if (line === null) return;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const begin = { stdout: this.total.stdout - line.length, stderr: this.total.stderr };
    const segment = await SpoolSegment.create(directory, 1, begin);
    try {
      const record = Buffer.concat([Buffer.alloc(recordHeaderBytes), line]);
      writeRecordHeader(record, 'stdout', line.length);
      await segment.append(record, 'stdout');
      await segment.file.sync();
    } finally {
      await segment.close();
    }
  }

  private async lastLine(bytesMax: number): Promise<Buffer | null> {
    const reader = new SpoolReader(this);
    reader.seek({ stdout: Math.max(this.begin.stdout, this.total.stdout - bytesMax), stderr: this.total.stderr });
    const pieces: Buffer[] = [];
    for (let piece = await reader.peek(); piece !== null; piece = await reader.peek()) {
      if (piece.stream === 'stdout') pieces.push(Buffer.from(piece.bytes));
      reader.consume(piece.bytes.length);
    }
    const tail = Buffer.concat(pieces);
    const start = tail.length < 2 ? 0 : tail.lastIndexOf('\n', tail.length - 2) + 1;
    // With the newline before it, by which a reader knows that the line is whole.
    const line = tail.subarray(Math.max(0, start - 1));
    const isWhole = start > 0 || tail.length === this.total.stdout;
    return isWhole && line.length > 0 && line.length <= bytesMax ? line : null;
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

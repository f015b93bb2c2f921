import { mkdir, open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputStream } from '@hyprbox/contracts';
import type { Offsets } from './offsets.js';

/**
 * A segment file: a header with the offsets at which it begins, then records in the order in which they were read.
 * Header: `HBS1`, stdout offset, stderr offset (u64 each). Record: stream (1 or 2), length (u32), bytes. Big-endian.
 */
export const segmentHeaderBytes = 20;
export const recordHeaderBytes = 5;
const magic = 'HBS1';
const streamCodes: Readonly<Record<OutputStream, number>> = { stdout: 1, stderr: 2 };
const segmentName = /^output\.([0-9]{8})$/;

export function writeRecordHeader(into: Buffer, stream: OutputStream, length: number): void {
  into.writeUInt8(streamCodes[stream], 0);
  into.writeUInt32BE(length, 1);
}

/** Null for what a crash left: an unwritten or half-written header. */
export function readRecordHeader(from: Buffer, at: number): { stream: OutputStream; length: number } | null {
  const code = from.readUInt8(at);
  if (code !== streamCodes.stdout && code !== streamCodes.stderr) return null;
  return { stream: code === streamCodes.stdout ? 'stdout' : 'stderr', length: from.readUInt32BE(at + 1) };
}

/** The number of the segment that a file's name tells, or null when the file is none. */
export function segmentNumber(name: string): number | null {
  const match = segmentName.exec(name);
  return match === null ? null : Number(match[1]);
}

export class SpoolSegment {
  /** Bytes of the file that are written and may be read. */
  written = segmentHeaderBytes;

  private constructor(
    private readonly path: string,
    readonly file: FileHandle,
    readonly number: number,
    readonly begin: Readonly<Offsets>,
    /** The streams' offsets after the last record. */
    readonly end: Offsets,
  ) {}

  static async create(directory: string, number: number, begin: Offsets): Promise<SpoolSegment> {
    const path = join(directory, `output.${String(number).padStart(8, '0')}`);
    const header = Buffer.alloc(segmentHeaderBytes);
    header.write(magic, 'latin1');
    header.writeBigUInt64BE(BigInt(begin.stdout), 4);
    header.writeBigUInt64BE(BigInt(begin.stderr), 12);
    // A segment whose header could not be written, for want of room, is made again.
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = await open(path, 'w+', 0o600);
    try {
      await writeFully(file, header, 0);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new SpoolSegment(path, file, number, { ...begin }, { ...begin });
  }

  /** Reads what an earlier run left; a record that was cut short counts with the bytes that are there. */
  static async recover(directory: string, name: string, number: number): Promise<SpoolSegment | null> {
    const path = join(directory, name);
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    const header = Buffer.alloc(segmentHeaderBytes);
    await file.read(header, 0, segmentHeaderBytes, 0);
    if (size < segmentHeaderBytes || header.toString('latin1', 0, magic.length) !== magic) {
      await file.close();
      return null;
    }
    const begin = { stdout: Number(header.readBigUInt64BE(4)), stderr: Number(header.readBigUInt64BE(12)) };
    const segment = new SpoolSegment(path, file, number, begin, { ...begin });
    await segment.scan(size);
    return segment;
  }

  async append(record: Buffer, stream: OutputStream): Promise<void> {
    await writeFully(this.file, record, this.written);
    this.written += record.length;
    this.end[stream] += record.length - recordHeaderBytes;
  }

  async remove(): Promise<void> {
    await this.file.close();
    await unlink(this.path);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async scan(size: number): Promise<void> {
    const header = Buffer.alloc(recordHeaderBytes);
    while (this.written + recordHeaderBytes < size) {
      await this.file.read(header, 0, recordHeaderBytes, this.written);
      const record = readRecordHeader(header, 0);
      if (record === null) return;
      const length = Math.min(record.length, size - this.written - recordHeaderBytes);
      if (length < record.length) {
        header.writeUInt32BE(length, 1);
        await writeFully(this.file, header, this.written);
      }
      this.written += recordHeaderBytes + length;
      this.end[record.stream] += length;
    }
  }
}

/** A full disk takes a part and says so only when asked for the rest. */
async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

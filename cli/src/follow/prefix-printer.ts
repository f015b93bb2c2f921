import type { JobOutput } from '@hyprbox/api-client';
import type { OutputStream } from '@hyprbox/contracts';
import type { Io } from '../io.js';
import type { OutputPrinter } from './output-printer.js';
import { StreamSink } from './output-printer.js';

const lineFeed = 0x0a;
/** A line without end is printed in pieces of this size rather than kept for ever. */
const lineBytesMax = 64 * 1024;

/** Whole lines, each under its node's name, so that several scripts can be told apart. */
export class PrefixPrinter implements OutputPrinter {
  private readonly sinks: Record<OutputStream, StreamSink>;
  private readonly pending: Record<OutputStream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  private readonly prefix: Buffer;

  constructor(
    io: Io,
    name: string,
    private readonly only?: OutputStream,
  ) {
    this.sinks = { stdout: new StreamSink(io.stdout), stderr: new StreamSink(io.stderr) };
    this.prefix = Buffer.from(`${name} | `);
  }

  async output({ type, bytes }: Pick<JobOutput, 'type' | 'bytes'>): Promise<void> {
    if (this.only !== undefined && this.only !== type) return;
    const text = Buffer.concat([this.pending[type], bytes]);
    const end = text.lastIndexOf(lineFeed) + 1;
    this.pending[type] = text.subarray(end);
    if (end > 0) await this.sinks[type].write(this.prefixed(text.subarray(0, end)));
    if (this.pending[type].length > lineBytesMax) await this.flush(type);
  }

  async end(): Promise<void> {
    for (const type of ['stdout', 'stderr'] as const) {
      if (this.pending[type].length > 0) await this.flush(type);
      await this.sinks[type].end();
    }
  }

  private async flush(type: OutputStream): Promise<void> {
    const line = Buffer.concat([this.pending[type], Buffer.of(lineFeed)]);
    this.pending[type] = Buffer.alloc(0);
    await this.sinks[type].write(this.prefixed(line));
  }

  /** One write for all lines, so that another node's cannot come between. */
  private prefixed(lines: Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(lineFeed, start) + 1;
      parts.push(this.prefix, lines.subarray(start, end));
      start = end;
    }
    return Buffer.concat(parts);
  }
}

import type { BackupLog, BackupProgressed } from '@hyprbox/api-client';
import type { Context } from '../../../context.js';
import { StreamSink } from '../../../follow/output-printer.js';
import { truncate } from '../../../output/fit.js';
import { neutralize } from '../../../output/neutralize.js';
import { writeBytes } from '../../../output/write-bytes.js';
import { progressText } from './progress-text.js';
import type { RunPrinter } from './run-printer.js';

const lineFeed = 0x0a;
/** A line of the log without end is printed in pieces of this size rather than kept for ever. */
const lineBytesMax = 64 * 1024;
const clearLine = '\r\x1b[K';

/** The log as whole lines on stdout, with one line of progress under it that is written over and over. */
export class TerminalRunPrinter implements RunPrinter {
  private readonly sink: StreamSink;
  private pending = Buffer.alloc(0);
  private line = '';
  private isShown = false;

  constructor(private readonly context: Context) {
    this.sink = new StreamSink(context.io.stdout);
  }

  async log({ bytes }: BackupLog): Promise<void> {
    const text = Buffer.concat([this.pending, bytes]);
    const end = text.length > lineBytesMax ? text.length : text.lastIndexOf(lineFeed) + 1;
    this.pending = text.subarray(end);
    if (end > 0) await this.above(() => this.sink.write(text.subarray(0, end)));
  }

  async progress({ progress }: BackupProgressed): Promise<void> {
    const { stderr } = this.context.io;
    // A line as wide as the terminal would wrap on some, and then not be written over; some terminals say 0.
    const columns = stderr.columns || this.context.output.width;
    this.line = truncate(neutralize(progressText(progress)), columns - 1);
    this.isShown = true;
    await writeBytes(stderr, clearLine + this.line);
  }

  aside(text: string): Promise<void> {
    return this.above(() => this.context.output.aside(text));
  }

  async end(): Promise<void> {
    this.line = '';
    await this.above(() => this.sink.write(this.pending));
    await this.sink.end();
    // What is said next begins on a line of its own.
    if (this.pending.length > 0 && this.context.io.stdout.isTTY === true) await this.context.output.text('\n');
  }

  private async above(print: () => Promise<void>): Promise<void> {
    const { stderr } = this.context.io;
    if (this.isShown) await writeBytes(stderr, clearLine);
    await print();
    this.isShown = this.line !== '';
    if (this.isShown) await writeBytes(stderr, this.line);
  }
}

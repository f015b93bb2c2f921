import { PassThrough, Readable, Writable } from 'node:stream';
import { main } from '../cli.js';
import type { EndingSignal, Io } from '../io.js';

export interface CliOptions {
  env?: Record<string, string>;
  stdin?: string;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  now?: Date;
  homeDirectory?: string | null;
}

export interface CliResult {
  code: number;
  stdout: Buffer;
  stderr: Buffer;
  out: string;
  err: string;
}

/** One run of the CLI inside the test's process, with streams of its own. */
export class CliRun {
  private readonly outputs = { stdout: new Capture(), stderr: new Capture() };
  private readonly keyboard = new PassThrough();
  private interruptListeners: ((signal: EndingSignal) => void)[] = [];
  readonly result: Promise<CliResult>;

  constructor(words: readonly string[], options: CliOptions = {}) {
    const { isTTY = false, columns, rows } = options;
    const size = { ...(columns === undefined ? {} : { columns }), ...(rows === undefined ? {} : { rows }) };
    const screen = { isTTY, ...size };
    const { stdout, stderr } = this.outputs;
    const io: Io = {
      stdin: Object.assign(options.stdin === undefined ? this.keyboard : Readable.from([options.stdin]), { isTTY }),
      stdout: Object.assign(stdout, screen),
      stderr: Object.assign(stderr, screen),
      env: options.env ?? {},
      homeDirectory: options.homeDirectory === undefined ? '/nonexistent' : options.homeDirectory,
      now: () => options.now ?? new Date('2026-01-02T03:04:05Z'),
      onEndingSignal: (listener) => {
        this.interruptListeners.push(listener);
        return () => (this.interruptListeners = this.interruptListeners.filter((each) => each !== listener));
      },
    };
    this.result = main(words, io).then((code) => ({
      code,
      stdout: stdout.bytes,
      stderr: stderr.bytes,
      out: stdout.bytes.toString(),
      err: stderr.bytes.toString(),
    }));
  }

  interrupt(signal: EndingSignal = 'SIGINT'): void {
    for (const listener of this.interruptListeners) listener(signal);
  }

  /** The reader goes away, as `head` does. */
  closeStdout(): void {
    this.outputs.stdout.closeReader();
  }

  /** Resolves once the stream holds the text. */
  async printed(text: string, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    const output = this.outputs[stream];
    while (!output.bytes.includes(text)) await output.grown();
  }

  /** Types on the terminal. */
  type(text: string): void {
    this.keyboard.write(text);
  }
}

export function runCli(words: readonly string[], options?: CliOptions): Promise<CliResult> {
  return new CliRun(words, options).result;
}

class Capture extends Writable {
  private chunks: Buffer[] = [];
  private isReaderGone = false;
  private waiting: (() => void)[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  closeReader(): void {
    this.isReaderGone = true;
  }

  grown(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    if (this.isReaderGone) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.chunks.push(chunk);
    done();
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

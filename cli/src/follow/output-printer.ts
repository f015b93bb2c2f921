import type { JobOutput } from '@hyprbox/api-client';
import type { OutputStream } from '@hyprbox/contracts';
import type { Io, OutputTarget } from '../io.js';
import { TerminalFilter } from '../output/terminal-filter.js';
import { writeBytes } from '../output/write-bytes.js';

/** Shows what one script prints. */
export interface OutputPrinter {
  output(output: Pick<JobOutput, 'type' | 'offset' | 'bytes'>): Promise<void>;
  /** The script prints no more. */
  end(): Promise<void>;
}

/** Carries one stream to where it belongs: the exact bytes, unless a terminal would act on them. */
export class StreamSink {
  private readonly filter: TerminalFilter | null;

  constructor(private readonly target: OutputTarget) {
    this.filter = target.isTTY === true ? new TerminalFilter() : null;
  }

  write(bytes: Uint8Array): Promise<void> {
    return writeBytes(this.target, this.filter === null ? bytes : this.filter.push(bytes));
  }

  async end(): Promise<void> {
    const rest = this.filter?.end() ?? '';
    if (rest !== '') await writeBytes(this.target, rest);
  }
}

/** stdout to stdout and stderr to stderr, or one of them only. */
export class DirectPrinter implements OutputPrinter {
  private readonly sinks: Partial<Record<OutputStream, StreamSink>>;

  constructor(io: Io, only?: OutputStream) {
    const sinks = { stdout: new StreamSink(io.stdout), stderr: new StreamSink(io.stderr) };
    this.sinks = only === undefined ? sinks : { [only]: sinks[only] };
  }

  async output({ type, bytes }: Pick<JobOutput, 'type' | 'bytes'>): Promise<void> {
    await this.sinks[type]?.write(bytes);
  }

  async end(): Promise<void> {
    await this.sinks.stdout?.end();
    await this.sinks.stderr?.end();
  }
}

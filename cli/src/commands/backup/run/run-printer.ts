import type { BackupLog, BackupProgressed } from '@hyprbox/api-client';
import type { Context } from '../../../context.js';
import { StreamSink } from '../../../follow/output-printer.js';
import { encodeBytes } from '../../../follow/record-printer.js';
import { progressText } from './progress-text.js';

/** Shows what one run says of itself while it goes on. */
export interface RunPrinter {
  log(log: BackupLog): Promise<void>;
  progress(progress: BackupProgressed): Promise<void>;
  /** Something for the person at the terminal, beside what the run says. */
  aside(text: string): Promise<void>;
  /** It says no more. */
  end(): Promise<void>;
}

/** The log alone, such as that of a run that has ended. */
export class LogPrinter implements RunPrinter {
  private readonly sink: StreamSink;

  constructor(private readonly context: Context) {
    this.sink = new StreamSink(context.io.stdout);
  }

  log({ bytes }: BackupLog): Promise<void> {
    return this.sink.write(bytes);
  }

  progress(): Promise<void> {
    return Promise.resolve();
  }

  aside(text: string): Promise<void> {
    return this.context.output.aside(text);
  }

  end(): Promise<void> {
    return this.sink.end();
  }
}

/** A line of progress at most so often, by the node's clock, and at each new step. */
const progressEveryMs = 30_000;

/** For logs of CI and the like: the log on stdout, a line of progress now and then on stderr. */
export class PlainRunPrinter implements RunPrinter {
  private readonly printer: LogPrinter;
  private toldAt = -Infinity;
  private toldStep = '';

  constructor(private readonly context: Context) {
    this.printer = new LogPrinter(context);
  }

  log(log: BackupLog): Promise<void> {
    return this.printer.log(log);
  }

  async progress({ at, progress }: BackupProgressed): Promise<void> {
    const now = Date.parse(at);
    if (progress.step === this.toldStep && now < this.toldAt + progressEveryMs) return;
    this.toldAt = now;
    this.toldStep = progress.step;
    await this.context.output.note(progressText(progress));
  }

  aside(text: string): Promise<void> {
    return this.printer.aside(text);
  }

  end(): Promise<void> {
    return this.printer.end();
  }
}

/** `--json`: a line for each thing said. */
export class RecordRunPrinter implements RunPrinter {
  constructor(
    private readonly context: Context,
    private readonly runId: string,
  ) {}

  log({ offset, bytes }: BackupLog): Promise<void> {
    return this.context.output.record({ event: 'log', runId: this.runId, offset, ...encodeBytes(bytes) });
  }

  progress({ at, progress }: BackupProgressed): Promise<void> {
    return this.context.output.record({ event: 'progress', runId: this.runId, at, progress });
  }

  aside(text: string): Promise<void> {
    return this.context.output.aside(text);
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

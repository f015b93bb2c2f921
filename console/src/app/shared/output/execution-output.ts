import { signal } from '@angular/core';
import type { OutputEvent, OutputStream } from '@hyprbox/contracts';
import { formatBytes } from '../figures/format';
import type { OutputFilter } from './output-log';
import { OutputLog } from './output-log';
import { withoutColours } from './stored-search';
import { StreamReader } from './stream-reader';

/** What an execution prints as its events bring it in. */
export class ExecutionOutput {
  readonly log = new OutputLog();
  private readonly readers = { stdout: new StreamReader(), stderr: new StreamReader() };
  private readonly missing = signal(0);
  private readonly received = signal(0);
  private readonly seen = signal<ReadonlySet<OutputStream>>(new Set());

  /** Bytes of either stream that are not there any more. */
  readonly missingBytes = this.missing.asReadonly();
  /** How far both streams have come, with what is missing. */
  readonly receivedBytes = this.received.asReadonly();
  /** The streams that anything was written to. */
  readonly streams = this.seen.asReadonly();

  receive(stream: OutputStream, event: OutputEvent): void {
    const { missingBytes, text } = this.readers[stream].read(event);
    if (missingBytes > 0) {
      this.missing.update((sum) => sum + missingBytes);
      this.log.appendGap(stream, `${formatBytes(missingBytes)} of ${stream} dropped here: only the newest is kept`);
    }
    if (!this.seen().has(stream)) this.seen.update((streams) => new Set([...streams, stream]));
    this.received.set(this.readers.stdout.position + this.readers.stderr.position);
    this.log.append(stream, text);
  }

  /** What is kept here, as a clipboard takes it: without colours and notices. */
  plainText(filter: OutputFilter): string {
    return this.log
      .after(0, filter)
      .filter((piece) => !piece.notice)
      .map((piece) => withoutColours(piece.text))
      .join('');
  }

  /** Nothing more comes: what was held back as the beginning of a character is shown as it is. */
  end(): void {
    this.log.append('stdout', this.readers.stdout.end());
    this.log.append('stderr', this.readers.stderr.end());
  }
}

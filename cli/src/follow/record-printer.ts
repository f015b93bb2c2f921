import { isUtf8 } from 'node:buffer';
import type { JobOutput } from '@hyprbox/api-client';
import type { OutputStream } from '@hyprbox/contracts';
import type { Output } from '../output/output.js';
import type { OutputPrinter } from './output-printer.js';

/** `--json`: a line for each piece of output, in the shape of the server's own events. */
export class RecordPrinter implements OutputPrinter {
  constructor(
    private readonly writer: Output,
    /** Says whose output it is; part of every line. */
    private readonly subject: Readonly<Record<string, string>>,
    private readonly only?: OutputStream,
  ) {}

  async output({ type, offset, bytes }: Pick<JobOutput, 'type' | 'offset' | 'bytes'>): Promise<void> {
    if (this.only !== undefined && this.only !== type) return;
    await this.writer.record({ event: type, ...this.subject, offset, ...encodeBytes(bytes) });
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

/** Text where the bytes are UTF-8, else base64: nothing is lost either way. */
export function encodeBytes(bytes: Uint8Array): { data: string } | { base64: string } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? { data: buffer.toString('utf8') } : { base64: buffer.toString('base64') };
}

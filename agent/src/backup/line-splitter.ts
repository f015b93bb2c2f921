import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut: nothing that restic prints one line of comes near it. */
export const lineLengthMax = 64 * 1024 * 1024;

/** Makes lines of a stream of bytes. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private pieces: string[] = [];
  private length = 0;

  constructor(private readonly onLine: (line: string) => void) {}

  push(bytes: Buffer): void {
    const parts = this.decoder.write(bytes).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      this.keep(part);
      this.emit();
    }
    this.keep(rest);
  }

  end(): void {
    this.keep(this.decoder.end());
    if (this.length > 0) this.emit();
  }

  private keep(part: string): void {
    const kept = part.slice(0, lineLengthMax - this.length);
    if (kept === '') return;
    this.pieces.push(kept);
    this.length += kept.length;
  }

  private emit(): void {
    const line = this.pieces.join('');
    this.pieces = [];
    this.length = 0;
    this.onLine(line);
  }
}

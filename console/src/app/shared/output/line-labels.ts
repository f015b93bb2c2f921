import type { OutputStream } from '@hyprbox/contracts';
import { outputStreams } from '@hyprbox/contracts';

/** What stands beside a line of the terminal. */
export interface LineLabel {
  /** Null for a notice, and behind a gap. */
  readonly number: number | null;
  readonly stream: OutputStream;
}

/** In the place of a number that a line does not have: lines are counted from 1. */
const noNumber = 0;

/** The labels of the newest lines, by the line's index since the terminal was last cleared; an object each would be many. */
export class LineLabels {
  private readonly numbers: Float64Array;
  private readonly streams: Uint8Array;
  private length = 0;

  constructor(private readonly capacity: number) {
    this.numbers = new Float64Array(capacity);
    this.streams = new Uint8Array(capacity);
  }

  push(number: number | null, stream: OutputStream): void {
    const place = this.length % this.capacity;
    this.numbers[place] = number ?? noNumber;
    this.streams[place] = outputStreams.indexOf(stream);
    this.length += 1;
  }

  at(index: number): LineLabel | null {
    if (index < 0 || index >= this.length || index < this.length - this.capacity) return null;
    const place = index % this.capacity;
    const number = this.numbers[place] ?? noNumber;
    const stream = outputStreams[this.streams[place] ?? 0] ?? 'stdout';
    return { number: number === noNumber ? null : number, stream };
  }

  clear(): void {
    this.length = 0;
  }
}

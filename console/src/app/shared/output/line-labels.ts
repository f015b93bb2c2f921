import type { OutputStream } from '@hyprbox/contracts';

/** What stands beside a line of the terminal. */
export interface LineLabel {
  /** Null for a notice. */
  readonly number: number | null;
  readonly stream: OutputStream;
}

/** The labels of the newest lines, by the line's index since the terminal was last cleared. */
export class LineLabels {
  private readonly ring: (LineLabel | undefined)[];
  private length = 0;

  constructor(private readonly capacity: number) {
    this.ring = new Array<LineLabel | undefined>(capacity);
  }

  push(label: LineLabel): void {
    this.ring[this.length % this.capacity] = label;
    this.length += 1;
  }

  at(index: number): LineLabel | null {
    if (index < 0 || index >= this.length || index < this.length - this.capacity) return null;
    return this.ring[index % this.capacity] ?? null;
  }

  clear(): void {
    this.length = 0;
  }
}

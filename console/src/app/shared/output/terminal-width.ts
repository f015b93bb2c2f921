import type { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';

/** Columns that a line may reach to the right when lines are not wrapped: each column is memory on every kept line. */
const columnsMost = 480;
/** Columns are added in steps, as each change lays all lines out anew. */
const columnStep = 80;

/** As many rows as the pane has room for, and as many columns: or those of the longest line, when lines go on to the right. */
export class TerminalWidth {
  private wrapped = true;
  private longest = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly addon: FitAddon,
  ) {}

  wrap(wrapped: boolean): void {
    if (wrapped === this.wrapped) return;
    this.wrapped = wrapped;
    this.fit();
  }

  fit(): void {
    const room = this.addon.proposeDimensions();
    if (room === undefined) return;
    const columns = this.wrapped ? room.cols : Math.max(room.cols, this.columnsOfLongest());
    if (columns !== this.terminal.cols || room.rows !== this.terminal.rows) this.terminal.resize(columns, room.rows);
  }

  /** Looks at a text that is about to be written. Colours count as characters, which makes more room than is needed. */
  makeRoomFor(text: string): void {
    const before = this.longest;
    for (const line of text.split('\n')) if (line.length > this.longest) this.longest = line.length;
    if (!this.wrapped && this.longest > before) this.fit();
  }

  private columnsOfLongest(): number {
    return Math.min(columnsMost, Math.ceil(this.longest / columnStep) * columnStep);
  }
}

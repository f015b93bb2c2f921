import type { LineLabels } from './line-labels';
import type { OutputPiece } from './output-log';
import { continuesOnNewLine, newestLines } from './output-log';

const resetColours = '\x1b[0m';
const noticeColours = '\x1b[0;3;33m';

/** Turns pieces of the log into what is written to the terminal, and names each line that this begins. */
export class TerminalComposer {
  private before: OutputPiece | null = null;

  constructor(private readonly labels: LineLabels) {}

  /** What would be scrolled out of the terminal at once is left out. */
  compose(pieces: readonly OutputPiece[]): string {
    let text = '';
    for (const piece of newestLines(pieces)) text += this.composePiece(piece);
    return text;
  }

  clear(): void {
    this.before = null;
    this.labels.clear();
  }

  private composePiece(piece: OutputPiece): string {
    const { before } = this;
    this.before = piece;
    let lead = '';
    if (before !== null && continuesOnNewLine(before, piece.stream, piece.notice)) lead = '\n';
    // One stream's colours are not the other's.
    if (before !== null && before.stream !== piece.stream) lead += resetColours;
    const continues = before !== null && lead === '' && !before.text.endsWith('\n');
    this.label(piece, continues);
    return piece.notice ? `${lead}${noticeColours}${piece.text.trimEnd()}${resetColours}\n` : lead + piece.text;
  }

  private label(piece: OutputPiece, continues: boolean): void {
    const { stream } = piece;
    const begun = piece.lineFeeds + (piece.text.endsWith('\n') ? 0 : 1);
    for (let index = continues ? 1 : 0; index < begun; index += 1) {
      this.labels.push(piece.notice || piece.line === null ? null : piece.line + index, stream);
    }
  }
}

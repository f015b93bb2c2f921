import type { Terminal } from '@xterm/xterm';
import type { LineLabel, LineLabels } from './line-labels';

export interface RowMark extends LineLabel {
  /** False where a long line goes on in a further row. */
  readonly first: boolean;
}

/** Digits of the longest line number that is right-aligned with the others. */
const numberWidth = 6;

/**
 * What stands beside each row on the screen. `cursorLine` is the index of the line that the cursor is in; a long line
 * takes several rows, so lines are counted from there upwards.
 */
export function visibleMarks(terminal: Terminal, labels: LineLabels, cursorLine: number): (RowMark | null)[] {
  const { active: buffer } = terminal.buffer;
  const marks = new Array<RowMark | null>(terminal.rows).fill(null);
  let line = cursorLine;
  for (let y = buffer.baseY + buffer.cursorY; y >= buffer.viewportY; y -= 1) {
    const first = buffer.getLine(y)?.isWrapped !== true;
    const row = y - buffer.viewportY;
    const label = row < terminal.rows ? labels.at(line) : null;
    if (label !== null) marks[row] = { ...label, first };
    if (first) line -= 1;
  }
  return marks;
}

/** Paints line numbers and stderr's marks behind the terminal's rows, so that they are no part of its text. */
export class RowMarksPainter {
  private readonly rows: HTMLElement[] = [];

  constructor(private readonly container: HTMLElement) {}

  paint(marks: readonly (RowMark | null)[], rowHeight: number): void {
    while (this.rows.length > marks.length) this.rows.pop()?.remove();
    marks.forEach((mark, index) => {
      const row = this.rows[index] ?? this.add();
      const height = `${rowHeight}px`;
      const words = mark?.first === true ? wordsOf(mark) : '';
      const stream = mark?.stream ?? '';
      if (row.style.height !== height) row.style.height = height;
      if (row.textContent !== words) row.textContent = words;
      if (row.dataset['stream'] !== stream) row.dataset['stream'] = stream;
    });
  }

  private add(): HTMLElement {
    const row = this.container.ownerDocument.createElement('div');
    this.container.append(row);
    this.rows.push(row);
    return row;
  }
}

/** stderr has a letter beside its colour. */
function wordsOf({ number, stream }: RowMark): string {
  return (number === null ? '' : String(number)).padStart(numberWidth) + (stream === 'stderr' ? ' E' : '');
}

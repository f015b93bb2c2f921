import stringWidth from 'string-width';
import { pad, truncate } from './fit.js';
import { neutralize } from './neutralize.js';
import type { Palette, Style } from './palette.js';

export interface Column<Row> {
  header: string;
  value(row: Row): string;
  style?: (row: Row) => Style | undefined;
  align?: 'left' | 'right';
  /** Gives up width for the others; columns without it are cut only when nothing else is left to cut. */
  shrinks?: boolean;
}

const gap = '  ';
const narrowest = 6;

/** Rows under a header, no line wider than `width`. Values are neutralised here, so that no caller can forget it. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  paint: Palette,
): string {
  const cells = rows.map((row) => columns.map((column) => neutralize(column.value(row))));
  const widths = fitWidths(
    columns.map((column, index) =>
      cells.reduce((widest, line) => Math.max(widest, stringWidth(line[index] ?? '')), column.header.length),
    ),
    columns.map((column) => column.shrinks === true),
    width,
  );
  const render = (texts: readonly string[], style: (index: number) => Style | undefined): string =>
    texts
      .map((text, index) => {
        const cell = pad(truncate(text, widths[index] ?? 0), widths[index] ?? 0, columns[index]?.align ?? 'left');
        const isLast = index === texts.length - 1;
        const shown = isLast ? cell.trimEnd() : cell;
        const wanted = style(index);
        return wanted === undefined ? shown : paint(wanted, shown);
      })
      .join(gap);
  const header = render(
    columns.map((column) => column.header),
    () => 'dim',
  );
  const lines = rows.map((row, at) => render(cells[at] ?? [], (index) => columns[index]?.style?.(row)));
  return [header, ...lines].map((line) => `${line}\n`).join('');
}

/** Takes from the widest column that may give, one by one, until the line fits. */
function fitWidths(natural: readonly number[], shrinks: readonly boolean[], width: number): number[] {
  const widths = [...natural];
  const available = width - gap.length * (widths.length - 1);
  for (let excess = sum(widths) - available; excess > 0; excess -= 1) {
    const widest = widestOf(widths, (index) => shrinks[index] === true) ?? widestOf(widths, () => true);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function widestOf(widths: readonly number[], may: (index: number) => boolean): number | undefined {
  let found: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (may(index) && width > narrowest && width > (found === undefined ? 0 : (widths[found] ?? 0))) found = index;
  }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

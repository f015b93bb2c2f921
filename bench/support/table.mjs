/**
 * One figure of a benchmark. `reference` and `ratio` are left out where nothing stands beside it; without a `goal` it
 * is only told.
 *
 * @typedef {{name: string, ours: string, reference?: string, ratio?: string, goal?: string, ok?: boolean}} Row
 */

const heads = ['measured', 'ours', 'reference', 'ratio', 'goal', 'ok'];

/** @param {Row[]} rows @returns {string} a table in Markdown */
export function tableOf(rows) {
  const lines = rows.map(({ name, ours, reference = '–', ratio = '–', goal = '–', ok }) => [
    name,
    ours,
    reference,
    ratio,
    goal,
    ok === undefined ? '–' : ok ? 'yes' : 'NO',
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...lines.map((line) => line[column].length)));
  const text = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [text(heads), text(widths.map((width) => '-'.repeat(width))), ...lines.map(text)].join('\n');
}

export interface SparklinePath {
  line: string;
  area: string;
}

const height = 100;

/**
 * Values of 0..100 as paths in a box of (points − 1) × 100, zero at the bottom; null leaves a gap. A value alone
 * between two gaps is drawn as a short dash.
 */
export function sparklinePath(values: readonly (number | null)[]): SparklinePath {
  let line = '';
  let area = '';
  for (const { start, run } of runsOf(values)) {
    const points = run.map((value, index) => `${start + index} ${y(value)}`);
    const end = start + run.length - 1;
    if (run.length === 1) points.push(`${start + 0.4} ${y(run[0] ?? 0)}`);
    line += `M${points.join('L')}`;
    area += `M${start} ${height}L${points.join('L')}L${run.length === 1 ? start + 0.4 : end} ${height}Z`;
  }
  return { line, area };
}

function runsOf(values: readonly (number | null)[]): { start: number; run: number[] }[] {
  const runs: { start: number; run: number[] }[] = [];
  let open: { start: number; run: number[] } | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      open = null;
      return;
    }
    if (open === null) {
      open = { start: index, run: [] };
      runs.push(open);
    }
    open.run.push(value);
  });
  return runs;
}

function y(value: number): number {
  return Math.round((height - Math.min(100, Math.max(0, value))) * 10) / 10;
}

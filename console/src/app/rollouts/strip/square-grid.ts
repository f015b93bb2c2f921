/** How the squares of one wave lie: from left to right, then down. Lengths in CSS pixels. */
export interface SquareGrid {
  readonly columns: number;
  readonly rows: number;
  /** From one square's corner to the next one's. */
  readonly pitch: number;
}

/** Large squares for few hosts, small ones for many: up to so many hosts, a pitch. */
const pitches: readonly (readonly [hosts: number, pitch: number])[] = [
  [120, 22],
  [600, 16],
  [Infinity, 12],
];

/** @param hosts of the whole rollout, so that the squares of all its waves are alike */
export function squareGrid(count: number, width: number, hosts: number): SquareGrid {
  const [, pitch] = pitches.find(([most]) => hosts <= most) ?? [0, 12];
  const columns = Math.max(1, Math.floor(width / pitch));
  return { columns, rows: Math.ceil(count / columns), pitch };
}

export function cornerOf({ columns, pitch }: SquareGrid, index: number): { x: number; y: number } {
  return { x: (index % columns) * pitch, y: Math.floor(index / columns) * pitch };
}

/** Which square is at a place; null between the last one and the edge. */
export function squareAt({ columns, pitch }: SquareGrid, count: number, x: number, y: number): number | null {
  const column = Math.floor(x / pitch);
  const index = Math.floor(y / pitch) * columns + column;
  return column < 0 || column >= columns || index < 0 || index >= count ? null : index;
}

/** Where a key leads from a square; null for a key that leads nowhere. */
export function squareByKey({ columns }: SquareGrid, count: number, index: number, key: string): number | null {
  const steps: Partial<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -index,
    End: count - 1 - index,
    PageDown: 10 * columns,
    PageUp: -10 * columns,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const to = index + step;
  if (key === 'PageDown' || key === 'PageUp') return Math.min(count - 1, Math.max(0, to));
  return to < 0 || to >= count ? index : to;
}

/** Something that happened at a time, drawn as a line across the chart. */
export interface ChartMark {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly label: string;
  readonly tone: 'critical' | 'warning' | 'good' | 'quiet';
}

/** A figure that the values are held against, drawn as a dashed line along the chart. */
export interface ChartLevel {
  readonly name: string;
  readonly value: number;
}

export type ChartTone = 'critical' | 'warning' | 'good' | 'quiet';

/** Something that happened at a time, drawn as a line across the chart. */
export interface ChartMark {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly label: string;
  readonly tone: ChartTone;
}

/** Something that lasted, drawn as a shade behind the figures. Times are milliseconds since the epoch. */
export interface ChartStretch {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly tone: ChartTone;
}

/** A figure that the values are held against, drawn as a dashed line along the chart. */
export interface ChartLevel {
  readonly name: string;
  readonly value: number;
}

/** What a chart shows besides its figures. */
export interface ChartNotes {
  readonly levels?: readonly ChartLevel[];
  readonly marks?: readonly ChartMark[];
  readonly stretches?: readonly ChartStretch[];
}

/**
 * Something that happened at a time, marked at the time axis. For the pointer alone: a list beside the charts has the same
 * for everybody.
 */
export interface ChartTick {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly label: string;
  readonly tone: ChartTone;
  readonly shape: 'diamond' | 'dot';
  /** Where it leads, as the router takes it. */
  readonly link: readonly string[];
}

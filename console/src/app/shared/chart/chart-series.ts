/** How far the samples of each bucket lie apart, drawn behind the line. */
export interface ChartBand {
  /** What its edges are, as a reader knows them. */
  name: string;
  low: readonly (number | null)[];
  high: readonly (number | null)[];
}

export interface ChartSeries {
  name: string;
  /** Which of the theme's chart colours it has. */
  colour: 'first' | 'second';
  /** One value for each of the chart's times, null for gaps. */
  values: readonly (number | null)[];
  band?: ChartBand | undefined;
  /** The lowest and the highest of all samples, where the values are means of several. */
  extremes?: { lowest: number; highest: number };
}

/** Colours as the canvas needs them, read from the theme. */
export interface ChartPalette {
  first: string;
  second: string;
  band: string;
  line: string;
  text: string;
  textSecondary: string;
  raised: string;
  font: string;
}

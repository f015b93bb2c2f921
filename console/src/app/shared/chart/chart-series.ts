export interface ChartSeries {
  name: string;
  /** Which of the theme's chart colours it has. */
  colour: 'first' | 'second';
  /** One value for each of the chart's times, null for gaps. */
  values: readonly (number | null)[];
  /** The lowest and highest that each bucket gathered, drawn as a band behind the line. */
  band?: { min: readonly (number | null)[]; max: readonly (number | null)[] } | undefined;
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

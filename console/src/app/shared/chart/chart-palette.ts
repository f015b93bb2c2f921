import type { ChartPalette } from './chart-series';

/** Reads the theme's colours off the page: a canvas cannot use custom properties. */
export function readChartPalette(document: Document): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    first: read('--hb-chart'),
    second: read('--hb-chart-second'),
    band: read('--hb-chart-band'),
    line: read('--hb-line'),
    text: read('--hb-text'),
    textSecondary: read('--hb-text-secondary'),
    raised: read('--hb-raised'),
    font: read('--hb-font'),
  };
}

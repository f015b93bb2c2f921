import stringWidth from 'string-width';
import { pad, wrap } from './fit.js';
import { neutralize } from './neutralize.js';
import type { Palette } from './palette.js';

/** A value that is null has nothing to say: its line is left out. */
export type Detail = readonly [label: string, value: string | null];

/** One thing's properties, a label and a value a line, long values wrapped under themselves. */
export function renderDetails(details: readonly Detail[], width: number, paint: Palette): string {
  const shown = details.flatMap(([label, value]) => (value === null ? [] : [[label, neutralize(value)] as const]));
  const labelWidth = Math.max(0, ...shown.map(([label]) => stringWidth(label))) + 2;
  return shown
    .map(([label, value]) =>
      wrap(value, Math.max(20, width - labelWidth))
        .map((line, index) => `${paint('dim', pad(index === 0 ? label : '', labelWidth, 'left'))}${line}`.trimEnd())
        .join('\n'),
    )
    .map((lines) => `${lines}\n`)
    .join('');
}

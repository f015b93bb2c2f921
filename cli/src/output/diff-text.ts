import type { Palette, Style } from './palette.js';
import { TerminalFilter } from './terminal-filter.js';

const styles: Readonly<Record<string, Style>> = { '+': 'green', '-': 'red', '@': 'dim' };

/** The lines of a unified diff as a terminal may show them. */
export function diffText(lines: readonly string[], paint: Palette): string {
  return lines.map((line) => `${painted(harmless(line), paint)}\n`).join('');
}

function painted(line: string, paint: Palette): string {
  const style = styles[line.charAt(0)];
  return style === undefined ? line : paint(style, line);
}

/** A script's own colours would be taken for those of the comparison; a carriage return would hide what it says. */
function harmless(line: string): string {
  const filter = new TerminalFilter();
  return (filter.push(Buffer.from(line)) + filter.end()).replace(/\x1b\[[0-9;:]*m/g, '').replaceAll('\r', '\\r');
}

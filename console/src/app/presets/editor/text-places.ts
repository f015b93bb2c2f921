import type { PresetFinding } from '@hyprbox/contracts';

/** A stretch of a text, by UTF-16 code units as browsers count. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** The lines of a text, as an editor holds them. */
export interface TextLines {
  readonly lines: number;
  line(number: number): { readonly from: number; readonly text: string };
}

/** Where a finding lies. What it names may be gone already: then it is the nearest place that there is. */
export function rangeOf(finding: PresetFinding, text: TextLines): TextRange {
  const from = placeOf(finding.line, finding.column, text);
  return { from, to: Math.max(from, placeOf(finding.endLine, finding.endColumn, text)) };
}

/** Lines and columns count from 1, columns in characters, of which some have two code units. */
export function placeOf(line: number, column: number, text: TextLines): number {
  if (line > text.lines) {
    const last = text.line(text.lines);
    return last.from + last.text.length;
  }
  const { from, text: words } = text.line(Math.max(line, 1));
  return from + unitsOf(words, column - 1);
}

/** How many code units the first characters of a text have. */
function unitsOf(text: string, characters: number): number {
  let units = 0;
  for (let left = characters; left > 0 && units < text.length; left -= 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

import type { PresetVariable } from '@hyprbox/contracts';
import type { ScriptSource } from '../render.js';
import { characters, wholeLine, type SourceRange } from '../source-faults.js';

/** What a place of a rendered script is in the source that it was made from. */
export type SourcePlace =
  | { part: 'BODY'; range: SourceRange }
  /** Where a variable is given its value. */
  | { part: 'VARIABLE'; index: number }
  /** In the text of a function that it uses. */
  | { part: 'FUNCTION'; index: number }
  /** What every script has. */
  | { part: 'FRAME' };

/** The lines of every script that follow the body. */
const linesAfterBody = 2;
/** An empty line, two of a comment, and the beginning of the function that the body is put into. */
const linesBeforeBody = 4;
/** The shebang, the name of the preset, and an empty line. */
const linesBeforeVariables = 3;

/**
 * Leads from a rendered script back to its source. Counted from the end, because only the values, which stand first, may
 * have more lines than one; with values of one line each also from the beginning.
 */
export class ScriptPlaces {
  private readonly bodyStart: number;
  private readonly bodyEnd: number;
  private readonly bodyLines: readonly string[];
  private readonly functionStarts: readonly number[];

  /** @param script rendered with values of one line each */
  constructor(
    script: string,
    private readonly source: Pick<ScriptSource, 'functions' | 'body'> & { variables: readonly PresetVariable[] },
    private readonly bodyLine: number,
  ) {
    const total = script.split('\n').length;
    this.bodyLines = source.body.replace(/\n$/, '').split('\n');
    this.bodyEnd = total - linesAfterBody;
    this.bodyStart = this.bodyEnd - this.bodyLines.length + 1;
    let start = this.bodyStart - linesBeforeBody;
    this.functionStarts = source.functions
      .toReversed()
      // Its text, and the empty line in front of it.
      .map(({ text }) => (start -= text.split('\n').length + 1))
      .toReversed();
  }

  placeOf({ line, column, endLine, endColumn }: SourceRange): SourcePlace {
    if (line >= this.bodyStart && line <= this.bodyEnd) {
      const moved = this.bodyLine - this.bodyStart;
      const end = endLine <= this.bodyEnd ? { endLine: endLine + moved, endColumn } : this.endOf(line);
      return { part: 'BODY', range: { line: line + moved, column, ...end } };
    }
    const variable = line - linesBeforeVariables - 1;
    if (variable >= 0 && variable < this.source.variables.length) return { part: 'VARIABLE', index: variable };
    if (line >= this.bodyStart - linesBeforeBody) return { part: 'FRAME' };
    const index = this.functionStarts.findLastIndex((start) => line > start);
    return index === -1 ? { part: 'FRAME' } : { part: 'FUNCTION', index };
  }

  /** A line of the source; null where the body has none of that number. */
  bodyLineRange(line: number): SourceRange | null {
    const text = this.bodyLines[line - this.bodyLine];
    return text === undefined ? null : wholeLine(line, text);
  }

  /** The last line of the body that is not blank. */
  lastLine(): SourceRange {
    const index = Math.max(
      0,
      this.bodyLines.findLastIndex((line) => line.trim() !== ''),
    );
    return wholeLine(this.bodyLine + index, this.bodyLines[index] ?? '');
  }

  private endOf(line: number): Pick<SourceRange, 'endLine' | 'endColumn'> {
    const text = this.bodyLines[line - this.bodyStart] ?? '';
    return { endLine: line + this.bodyLine - this.bodyStart, endColumn: characters(text) + 1 };
  }
}

import { authoringLimits } from '@hyprbox/contracts';
import { PresetFileError } from './preset-file-error.js';

/** A part of a source. Lines and columns count from 1, columns in characters; the end is the first that is not part. */
export interface SourceRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface SourceFault extends SourceRange {
  code: FaultCode;
  /** As a PresetFileError says it: some begin with `line N: `. */
  fault: string;
}

/** What HyprBox itself finds wrong with a source. */
export type FaultCode =
  | 'NAME'
  | 'TOO_LARGE'
  | 'BOM'
  | 'NUL'
  | 'CRLF'
  | 'SURROGATE'
  | 'SHEBANG'
  | 'FRONT_MATTER'
  | 'YAML'
  | 'FIELD'
  | 'VARIABLE'
  | 'USES'
  | 'NO_COMMAND';

/** What is wrong with a source, in the order in which it was found. */
export class SourceFaults {
  private readonly faults: SourceFault[] = [];

  add(code: FaultCode, fault: string, range: SourceRange): void {
    if (this.faults.length < authoringLimits.findings) this.faults.push({ code, fault, ...range });
  }

  get all(): readonly SourceFault[] {
    return this.faults;
  }

  get none(): boolean {
    return this.faults.length === 0;
  }

  /** @throws PresetFileError that names the file, the line and the first fault */
  refuse(file: string): void {
    const [first] = this.faults;
    if (first) throw new PresetFileError(file, `line ${first.line}: ${first.fault.replace(/^line \d+: /, '')}`);
  }
}

/** All of a line. */
export function wholeLine(line: number, text: string): SourceRange {
  return { line, column: 1, endLine: line, endColumn: characters(text) + 1 };
}

/** Of a text, as people count them: a pair of surrogates is one. */
export function characters(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}

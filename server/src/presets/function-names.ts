import { FieldReader } from './field-reader.js';
import type { FrontMatter } from './front-matter.js';
import { presetLimits } from './preset-limits.js';
import type { SourceRange } from './source-faults.js';

/** The name of a file of a function. The function's own has `_` in place of `-`. */
export const functionNamePattern = /^[a-z][a-z0-9-]{0,63}$/;

export interface NamedFunction {
  name: string;
  /** The file's line (from 1) that names it. */
  line: number;
  range: SourceRange;
}

/** Is told what is wrong with a list of functions, and where. It may throw. */
export type ReportUse = (fault: string, range: SourceRange) => void;

/** A field that lists names of functions, each once; empty where the field is absent. */
export function readFunctionNames(matter: FrontMatter, field: 'uses' | 'needs', report: ReportUse): NamedFunction[] {
  const listRange = matter.rangeOf(field);
  const fields = new FieldReader(matter.fields, (fault) => report(`line ${listRange.line}: ${fault}`, listRange));
  const named = new Set<string>();
  return (fields.list(field, presetLimits.functions) ?? []).flatMap((entry, index) => {
    const range = matter.rangeOf(field, index);
    const { line } = range;
    if (typeof entry !== 'string' || !functionNamePattern.test(entry)) {
      report(`line ${line}: "${field}": ${JSON.stringify(entry)} must match ${functionNamePattern.source}`, range);
      return [];
    }
    if (named.has(entry)) {
      report(`line ${line}: "${field}" lists "${entry}" twice`, range);
      return [];
    }
    named.add(entry);
    return [{ name: entry, line, range }];
  });
}

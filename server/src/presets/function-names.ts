import { FieldReader } from './field-reader.js';
import type { FrontMatter } from './front-matter.js';
import { presetLimits } from './preset-limits.js';

/** The name of a file of a function. The function's own has `_` in place of `-`. */
export const functionNamePattern = /^[a-z][a-z0-9-]{0,63}$/;

export interface NamedFunction {
  name: string;
  /** The file's line (from 1) that names it. */
  line: number;
}

type Fail = (fault: string) => never;

/** A field that lists names of functions, each once; empty where the field is absent. */
export function readFunctionNames(matter: FrontMatter, field: 'uses' | 'needs', fail: Fail): NamedFunction[] {
  const failHere: Fail = (fault) => fail(`line ${matter.lineOf(field)}: ${fault}`);
  const entries = new FieldReader(matter.fields, failHere).list(field, presetLimits.functions) ?? [];
  const named = new Set<string>();
  return entries.map((entry, index) => {
    const line = matter.lineOf(field, index);
    if (typeof entry !== 'string' || !functionNamePattern.test(entry)) {
      return fail(`line ${line}: "${field}": ${JSON.stringify(entry)} must match ${functionNamePattern.source}`);
    }
    if (named.has(entry)) fail(`line ${line}: "${field}" lists "${entry}" twice`);
    named.add(entry);
    return { name: entry, line };
  });
}

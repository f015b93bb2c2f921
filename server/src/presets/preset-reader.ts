import type { PresetSummary } from '@hyprbox/contracts';
import { FieldReader } from './field-reader.js';
import { readFrontMatter, type FrontMatter } from './front-matter.js';
import type { FunctionFile } from './function-file.js';
import type { FunctionLibrary } from './function-library.js';
import { presetLimits } from './preset-limits.js';
import { wholeLine, type FaultCode, type SourceFaults, type SourceRange } from './source-faults.js';
import { usedFunctions } from './used-functions.js';
import { parseVariables } from './variable-definition.js';

/** `BY_SERVER` where the front matter need not say a version, and is not believed if it does. */
export type PresetNumbering = 'GIVEN' | 'BY_SERVER';

export interface PresetSource {
  name: string;
  text: string;
  /** The functions that it may use. */
  library: FunctionLibrary;
  numbering: PresetNumbering;
}

/** One preset as its source says it. */
export interface ParsedPreset {
  /** Version 0 where the server numbers. */
  summary: PresetSummary;
  /** What it uses, in the order in which it lists them. */
  functions: FunctionFile[];
  /** What follows the front matter, verbatim. */
  body: string;
  /** The source's line (from 1) on which the body starts. */
  bodyLine: number;
}

export interface ReadPreset {
  /** Null where the front matter can't be used. */
  preset: ParsedPreset | null;
  /** Null where nobody can tell where the body begins. */
  body: Pick<FrontMatter, 'body' | 'bodyLine'> | null;
  /** Where it lists its functions and variables; null where the front matter can't be read. */
  matter: FrontMatter | null;
}

/** PostgreSQL's `integer`. */
const largestVersion = 2 ** 31 - 1;
const presetFields = ['title', 'description', 'category', 'version', 'uses', 'variables'] as const;

/** Reads as much of a preset as there is, and tells all that is wrong with it. */
export function readPreset(source: PresetSource, faults: SourceFaults): ReadPreset {
  const { matter, body } = readFrontMatter(source.text, faults);
  if (body && body.body.split('\n').every((line) => line.trim() === '' || line.trimStart().startsWith('#'))) {
    faults.add('NO_COMMAND', 'there is no command after the front matter', wholeLine(body.bodyLine, ''));
  }
  if (!matter) return { preset: null, body, matter };
  const before = faults.all.length;
  const preset = parseFields(source, matter, faults);
  return { preset: faults.all.length === before ? preset : null, body, matter };
}

function parseFields(
  { name, library, numbering }: PresetSource,
  matter: FrontMatter,
  faults: SourceFaults,
): ParsedPreset {
  const add =
    (code: FaultCode) =>
    (fault: string, range: SourceRange): void =>
      faults.add(code, fault, range);
  const report = (fault: string, field: string, part: 'name' | 'value'): void =>
    faults.add('FIELD', fault, part === 'name' ? matter.nameRangeOf(field) : matter.rangeOf(field));
  const reader = new FieldReader(matter.fields, report);
  reader.onlyKnown(presetFields);
  const version = numbering === 'GIVEN' ? parseVersion(reader, report) : 0;
  return {
    summary: {
      name,
      title: reader.line('title', presetLimits.titleCharacters),
      description: reader.text('description', presetLimits.descriptionCharacters),
      category: reader.line('category', presetLimits.titleCharacters),
      version,
      variables: parseVariables(reader.list('variables', presetLimits.variables) ?? [], (fault, index, field, part) => {
        const path = field === null ? [index] : [index, field];
        const range = part === 'name' ? matter.nameRangeOf('variables', ...path) : matter.rangeOf('variables', ...path);
        faults.add('VARIABLE', fault, range);
      }),
    },
    functions: usedFunctions(matter, library, add('USES')),
    body: matter.body,
    bodyLine: matter.bodyLine,
  };
}

function parseVersion(
  reader: FieldReader,
  report: (fault: string, field: string, part: 'name' | 'value') => void,
): number {
  if (reader.raw('version') === null) {
    report('"version" is missing', 'version', 'value');
    return 0;
  }
  const version = reader.integer('version');
  if (version !== null && version < 1) report('"version" must be a positive integer', 'version', 'value');
  if (version !== null && version > largestVersion) {
    report(`"version" must be at most ${largestVersion}`, 'version', 'value');
  }
  return version ?? 0;
}

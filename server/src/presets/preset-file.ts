import { presetNamePattern, type PresetSummary } from '@hyprbox/contracts';
import { FieldReader } from './field-reader.js';
import { splitFrontMatter } from './front-matter.js';
import type { FunctionFile } from './function-file.js';
import type { FunctionLibrary } from './function-library.js';
import { PresetFileError } from './preset-file-error.js';
import { presetLimits } from './preset-limits.js';
import { decodeScript } from './script-text.js';
import { usedFunctions } from './used-functions.js';
import { parseVariables } from './variable-definition.js';

/** One preset as its file says it. */
export interface PresetFile {
  summary: PresetSummary;
  /** The whole file. */
  template: string;
  /** What it uses, in the order in which it lists them. */
  functions: FunctionFile[];
  /** What follows the front matter, verbatim. */
  body: string;
  /** The file's line (from 1) on which the body starts. */
  bodyLine: number;
}

const presetFields = ['title', 'description', 'category', 'version', 'uses', 'variables'] as const;
const extension = '.sh';

/**
 * Parses one preset file.
 *
 * @param file how errors name the file
 * @param fileName its last part, which gives the preset its name
 * @param library the functions that it may use
 * @throws PresetFileError naming the file and the fault
 */
export function parsePresetFile(
  file: string,
  fileName: string,
  bytes: Uint8Array,
  library: FunctionLibrary,
): PresetFile {
  const fail = (fault: string): never => {
    throw new PresetFileError(file, fault);
  };
  const name = fileName.endsWith(extension) ? fileName.slice(0, -extension.length) : fail('the name must end in .sh');
  if (!presetNamePattern.test(name)) fail(`the name before .sh must match ${presetNamePattern.source}`);

  const template = decodeScript(bytes, presetLimits.fileBytes, fail);
  const matter = splitFrontMatter(file, template);
  const { fields, body, bodyLine } = matter;
  if (body.split('\n').every((line) => line.trim() === '' || line.trimStart().startsWith('#'))) {
    fail('there is no command after the front matter');
  }
  const reader = new FieldReader(fields, fail);
  reader.onlyKnown(presetFields);
  const version = reader.integer('version') ?? fail('"version" is missing');
  if (version < 1) fail('"version" must be a positive integer');
  return {
    summary: {
      name,
      title: reader.line('title', presetLimits.titleCharacters),
      description: reader.text('description', presetLimits.descriptionCharacters),
      category: reader.line('category', presetLimits.titleCharacters),
      version,
      variables: parseVariables(reader.list('variables', presetLimits.variables) ?? [], fail),
    },
    template,
    functions: usedFunctions(matter, library, fail),
    body,
    bodyLine,
  };
}

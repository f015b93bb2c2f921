import { presetNamePattern, type PresetSummary } from '@hyprbox/contracts';
import { FieldReader } from './field-reader.js';
import { splitFrontMatter } from './front-matter.js';
import { PresetFileError } from './preset-file-error.js';
import { presetLimits } from './preset-limits.js';
import { parseVariables } from './variable-definition.js';

/** One preset as its file says it. */
export interface PresetFile {
  summary: PresetSummary;
  /** The whole file. */
  template: string;
  /** What follows the front matter, verbatim. */
  body: string;
  /** The file's line (from 1) on which the body starts. */
  bodyLine: number;
}

const presetFields = ['title', 'description', 'category', 'version', 'variables'] as const;
const extension = '.sh';

/**
 * Parses one preset file.
 *
 * @param file how errors name the file
 * @param fileName its last part, which gives the preset its name
 * @throws PresetFileError naming the file and the fault
 */
export function parsePresetFile(file: string, fileName: string, bytes: Uint8Array): PresetFile {
  const fail = (fault: string): never => {
    throw new PresetFileError(file, fault);
  };
  const name = fileName.endsWith(extension) ? fileName.slice(0, -extension.length) : fail('the name must end in .sh');
  if (!presetNamePattern.test(name)) fail(`the name before .sh must match ${presetNamePattern.source}`);

  const template = decode(bytes, fail);
  const { fields, body, bodyLine } = splitFrontMatter(file, template);
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
    body,
    bodyLine,
  };
}

function decode(bytes: Uint8Array, fail: (fault: string) => never): string {
  if (bytes.length > presetLimits.fileBytes) return fail(`is larger than ${presetLimits.fileBytes} bytes`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('is not UTF-8');
  }
  if (text.startsWith('\uFEFF')) return fail('starts with a byte order mark, which bash does not know');
  if (text.includes('\0')) return fail('holds a NUL character');
  if (text.includes('\r')) return fail('holds a carriage return: save it with Unix line ends');
  return text;
}

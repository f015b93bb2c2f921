import { FieldReader } from './field-reader.js';
import { splitFrontMatter } from './front-matter.js';
import { functionNamePattern, readFunctionNames, type NamedFunction } from './function-names.js';
import { PresetFileError } from './preset-file-error.js';
import { presetLimits } from './preset-limits.js';
import { decodeScript } from './script-text.js';

/** One shell function that presets may share, as its file says it. */
export interface FunctionFile {
  /** What presets list it as: `put-file` is the function `put_file`. */
  name: string;
  /** How errors name the file. */
  file: string;
  /** Its description as comment lines and the function, verbatim: what stands in a rendered script. */
  text: string;
  /** Other functions that it calls. A preset must list them too. */
  needs: NamedFunction[];
  /** The function, verbatim. */
  body: string;
  /** The file's line (from 1) on which what follows the front matter starts. */
  bodyLine: number;
}

const functionFields = ['description', 'needs'] as const;
const extension = '.sh';
/** What the renderer itself calls its only function. */
const reservedName = 'main';

type Fail = (fault: string) => never;

/**
 * Parses the file of one function.
 *
 * @param file how errors name the file
 * @param fileName its last part, which gives the function its name
 * @throws PresetFileError naming the file and the fault
 */
export function parseFunctionFile(file: string, fileName: string, bytes: Uint8Array): FunctionFile {
  const fail: Fail = (fault) => {
    throw new PresetFileError(file, fault);
  };
  const name = fileName.slice(0, -extension.length);
  if (!functionNamePattern.test(name)) fail(`the name before .sh must match ${functionNamePattern.source}`);
  if (name === reservedName) fail(`"${reservedName}" is what the body of a preset is called in a script`);

  const matter = splitFrontMatter(file, decodeScript(bytes, presetLimits.functionFileBytes, fail));
  const { fields, body, bodyLine } = matter;
  const reader = new FieldReader(fields, fail);
  reader.onlyKnown(functionFields);
  const description = reader.text('description', presetLimits.descriptionCharacters);
  // In a script it is a comment: it must neither end there nor show itself as something else.
  if (/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(description)) fail('"description" must not hold control characters');
  requireLayout(name.replaceAll('-', '_'), body, bodyLine, fail);
  const text = [...description.split('\n').map((line) => `# ${line}`.trimEnd()), body.trim()].join('\n');
  return { name, file, text, needs: readFunctionNames(matter, 'needs', fail), body, bodyLine };
}

/**
 * Refuses what is not laid out as one function of that name, and says where. That bash reads nothing else in it either is
 * seen by `checkFunctionSyntax`.
 */
function requireLayout(name: string, body: string, bodyLine: number, fail: Fail): void {
  const lines = body.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.length - 1;
  const head = lines[first] ?? '';
  if (first === last && head.startsWith(`${name}() { `) && head.endsWith('}')) return;
  if (head !== `${name}() {`) {
    fail(`line ${bodyLine + Math.max(first, 0)}: "${name}() {" must follow the front matter`);
  }
  const end = lines.findIndex((line, index) => index > first && line.startsWith('}'));
  if (end === -1) fail(`line ${bodyLine + last}: the function must end with a line "}"`);
  if (lines[end] !== '}') fail(`line ${bodyLine + end}: only the function's end may begin with "}"`);
  if (end !== last) fail(`line ${bodyLine + end + 1}: there must be nothing after the function`);
}

import { isScalar, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import { FrontMatterPositions } from './front-matter-positions.js';
import { excessOf } from './front-matter-size.js';
import { presetLimits } from './preset-limits.js';
import { SourceFaults, wholeLine, type SourceRange } from './source-faults.js';

export interface FrontMatter {
  /** What the YAML between the two `# ---` lines says. */
  fields: Record<string, unknown>;
  /** What follows the second `# ---` line, verbatim. */
  body: string;
  /** The file's line (from 1) on which the body starts. */
  bodyLine: number;
  /** The file's line (from 1) on which the value of a field begins, or an item of it. */
  lineOf: (...path: (string | number)[]) => number;
  /** Where the value of a field stands; where it is missing, the first line of what lacks it. */
  rangeOf: (...path: (string | number)[]) => SourceRange;
  /** Where the name of a field stands. */
  nameRangeOf: (...path: (string | number)[]) => SourceRange;
}

/** What could be read of a file. */
export interface ReadFrontMatter {
  /** Null where something is wrong with it. */
  matter: FrontMatter | null;
  /** Null where nobody can tell where it begins. */
  body: Pick<FrontMatter, 'body' | 'bodyLine'> | null;
}

const fence = '# ---';
/** What follows from one mistake in YAML is often told as many more. */
const mostYamlFaults = 10;

/**
 * Splits the file of a preset or a function into its front matter and its body.
 *
 * @throws PresetFileError naming the file and the first fault
 */
export function splitFrontMatter(file: string, text: string): FrontMatter {
  const faults = new SourceFaults();
  const { matter } = readFrontMatter(text, faults);
  faults.refuse(file);
  if (!matter) throw new Error('a front matter without a fault was not read');
  return matter;
}

/** Reads as much as there is, and tells all that is wrong with it. */
export function readFrontMatter(text: string, faults: SourceFaults): ReadFrontMatter {
  const lines = text.split('\n');
  const first = lines[0] ?? '';
  const hasShebang = /^#!.*\bbash\b/.test(first);
  if (!hasShebang) {
    faults.add('SHEBANG', 'the first line must be a bash shebang, such as #!/usr/bin/env bash', wholeLine(1, first));
  }
  const open = lines.findIndex((line, index) => (index > 0 || line === fence) && !isRemark(line));
  if (lines[open] !== fence) {
    const fault = `the shebang must be followed by the front matter between two "${fence}" lines`;
    const at = Math.max(open, 0);
    faults.add('FRONT_MATTER', fault, wholeLine(at + 1, lines[at] ?? ''));
    return { matter: null, body: { body: text, bodyLine: 1 } };
  }
  const close = lines.indexOf(fence, open + 1);
  if (close === -1) {
    faults.add('FRONT_MATTER', `the front matter has no closing "${fence}" line`, wholeLine(open + 1, fence));
    return { matter: null, body: null };
  }
  const body = { body: lines.slice(close + 1).join('\n'), bodyLine: close + 2 };
  const yaml = yamlOf(lines.slice(open + 1, close), open + 2, faults);
  const read = yaml === null ? null : parseYaml(yaml, open + 1, faults);
  return { matter: read && { ...read, ...body }, body };
}

/** A blank line or a comment, such as a licence, may stand before the front matter. */
function isRemark(line: string): boolean {
  return line !== fence && (line.trim() === '' || line.startsWith('#'));
}

function yamlOf(lines: readonly string[], firstLine: number, faults: SourceFaults): string | null {
  const before = faults.all.length;
  const yaml = lines.map((line, index) => {
    if (line === '#') return '';
    if (line.startsWith('# ')) return line.slice(2);
    const number = firstLine + index;
    const fault = `line ${number}: each line of the front matter must start with "# "`;
    faults.add('FRONT_MATTER', fault, wholeLine(number, line));
    return '';
  });
  if (faults.all.length > before) return null;
  const text = yaml.join('\n');
  if (Buffer.byteLength(text) <= presetLimits.frontMatterBytes) return text;
  const fault = `the front matter is larger than ${presetLimits.frontMatterBytes} bytes`;
  faults.add('FRONT_MATTER', fault, wholeLine(firstLine - 1, fence));
  return null;
}

function parseYaml(
  yaml: string,
  linesBefore: number,
  faults: SourceFaults,
): Omit<FrontMatter, 'body' | 'bodyLine'> | null {
  const positions = new FrontMatterPositions(yaml, linesBefore);
  const excess = excessOf(yaml);
  if (excess) {
    const { line, column } = positions.range(excess.offset, excess.offset);
    const fault = `line ${line}: the front matter is not taken: ${excess.fault}`;
    faults.add('YAML', fault, { line, column, endLine: line, endColumn: column + 1 });
    return null;
  }
  // Its own look for names that stand twice compares each with each.
  const document = parseDocument(yaml, { prettyErrors: false, uniqueKeys: false });
  const before = faults.all.length;
  const report = (message: string, [from, to]: readonly [number, number]): void => {
    const range = positions.range(from, to);
    const fault = `line ${range.line}: the front matter is not valid YAML: ${message}`;
    faults.add('YAML', fault, { ...range, endColumn: Math.max(range.endColumn, range.column + 1) });
  };
  for (const { message, pos } of [...document.errors, ...document.warnings].slice(0, mostYamlFaults)) {
    report(message, pos);
  }
  if (faults.all.length > before) return null;
  visit(document, {
    Alias(_key, node) {
      const [from = 0, to = 0] = node.range ?? [];
      faults.add('YAML', `the front matter uses the alias "*${node.source}"`, positions.range(from, to));
    },
    Map(_key, node) {
      for (const [from, to] of keysTwice(node)) report('Map keys must be unique', [from, to]);
    },
  });
  if (faults.all.length > before) return null;
  const fields: unknown = document.toJS();
  if (!isRecord(fields)) {
    faults.add('YAML', 'the front matter must be a YAML mapping', wholeLine(linesBefore, fence));
    return null;
  }
  return { fields, ...places(document, positions) };
}

function places(
  document: Document,
  positions: FrontMatterPositions,
): Pick<FrontMatter, 'lineOf' | 'rangeOf' | 'nameRangeOf'> {
  return {
    lineOf: (...path) => positions.rangeOf(document, path).line,
    rangeOf: (...path) => positions.rangeOf(document, path),
    nameRangeOf: (...path) => positions.nameRangeOf(document, path),
  };
}

function keysTwice(map: YAMLMap): [number, number][] {
  const seen = new Set<unknown>();
  const twice: [number, number][] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) twice.push([key.range?.[0] ?? 0, key.range?.[1] ?? 0]);
    seen.add(key.value);
  }
  return twice;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

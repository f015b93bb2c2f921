import { isAlias, isNode, parseDocument, visit } from 'yaml';
import { PresetFileError } from './preset-file-error.js';

export interface FrontMatter {
  /** What the YAML between the two `# ---` lines says. */
  fields: Record<string, unknown>;
  /** What follows the second `# ---` line, verbatim. */
  body: string;
  /** The file's line (from 1) on which the body starts. */
  bodyLine: number;
  /** The file's line (from 1) on which the value of a field begins, or an item of it. */
  lineOf: (...path: (string | number)[]) => number;
}

const fence = '# ---';

/** Splits the file of a preset or a function into its front matter and its body. */
export function splitFrontMatter(file: string, text: string): FrontMatter {
  const lines = text.split('\n');
  if (!/^#!.*\bbash\b/.test(lines[0] ?? '')) {
    throw new PresetFileError(file, 'the first line must be a bash shebang, such as #!/usr/bin/env bash');
  }
  const open = lines.findIndex((line, index) => index > 0 && !isRemark(line));
  if (lines[open] !== fence) {
    throw new PresetFileError(file, `the shebang must be followed by the front matter between two "${fence}" lines`);
  }
  const close = lines.indexOf(fence, open + 1);
  if (close === -1) throw new PresetFileError(file, `the front matter has no closing "${fence}" line`);

  const yaml = lines.slice(open + 1, close).map((line, index) => withoutPrefix(file, line, open + 2 + index));
  return {
    ...parseYaml(file, yaml.join('\n'), open + 1),
    body: lines.slice(close + 1).join('\n'),
    bodyLine: close + 2,
  };
}

/** A blank line or a comment, such as a licence, may stand before the front matter. */
function isRemark(line: string): boolean {
  return line !== fence && (line.trim() === '' || line.startsWith('#'));
}

function withoutPrefix(file: string, line: string, number: number): string {
  if (line === '#') return '';
  if (line.startsWith('# ')) return line.slice(2);
  throw new PresetFileError(file, `line ${number}: each line of the front matter must start with "# "`);
}

function parseYaml(file: string, yaml: string, linesBefore: number): Pick<FrontMatter, 'fields' | 'lineOf'> {
  const lineAt = (offset: number): number => linesBefore + yaml.slice(0, offset).split('\n').length;
  const document = parseDocument(yaml, { prettyErrors: false });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    throw new PresetFileError(
      file,
      `line ${lineAt(fault.pos[0])}: the front matter is not valid YAML: ${fault.message}`,
    );
  }
  visit(document, (_key, node) => {
    if (isAlias(node)) throw new PresetFileError(file, `the front matter uses the alias "*${node.source}"`);
  });
  const fields: unknown = document.toJS();
  if (!isRecord(fields)) throw new PresetFileError(file, 'the front matter must be a YAML mapping');
  return {
    fields,
    lineOf(...path) {
      const node = document.getIn(path, true);
      return lineAt(isNode(node) ? (node.range?.[0] ?? 0) : 0);
    },
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * ESLint rule: folders that stand side by side must not import each other in a circle, whichever way round it goes, at
 * every depth below a root. Files that stand beside the folders are left out: they put the folders' parts together.
 * Tests and what serves only them are left out, too.
 *
 * Option: `{ roots: string[], ignored?: string[] }`, folders seen from the linted project's; those ignored are not
 * looked into.
 */
export default {
  meta: {
    type: 'problem',
    docs: { description: 'refuse import circles between folders' },
    messages: {
      circle: 'The folders {{circle}} import each other in a circle. Move what both need to a folder below them.',
    },
    schema: [
      {
        type: 'object',
        properties: {
          roots: { type: 'array', items: { type: 'string' } },
          ignored: { type: 'array', items: { type: 'string' } },
        },
        required: ['roots'],
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const [{ roots, ignored = [] }] = context.options;
    const root = roots.map((each) => resolve(context.cwd, each)).find((each) => isWithin(context.filename, each));
    if (root === undefined || isTest(context.filename)) return {};
    const leftOut = ignored.map((each) => resolve(context.cwd, each));
    const check = ({ source }) => {
      const target = source && importedFile(context.filename, String(source.value));
      const step = target && folderStep(root, context.filename, target);
      if (!step || leftOut.includes(step.parent)) return;
      const way = wayBetween(folderImports(root).get(step.parent), step.to, step.from);
      if (way) context.report({ node: source, messageId: 'circle', data: { circle: [step.from, ...way].join(' → ') } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** Root → folder → one of its folders → those beside it that it imports. Read once a run. */
const known = new Map();

function folderImports(root) {
  if (!known.has(root)) known.set(root, readFolderImports(root));
  return known.get(root);
}

function readFolderImports(root) {
  const imports = new Map();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.ts$/.test(file) || isTest(file)) continue;
    for (const [, , specifier] of readFileSync(file, 'utf8').matchAll(/\b(from|import)\s*\(?\s*['"](\.[^'"]*)['"]/g)) {
      const step = folderStep(root, file, importedFile(file, specifier));
      if (!step) continue;
      const beside = imports.get(step.parent) ?? new Map();
      imports.set(step.parent, beside.set(step.from, (beside.get(step.from) ?? new Set()).add(step.to)));
    }
  }
  return imports;
}

/** The folders, side by side in the deepest one around both files, that an import goes between; null within one. */
function folderStep(root, file, target) {
  if (!isWithin(target, root)) return null;
  const [from, to] = [file, target].map((each) => dirname(relative(root, each)).split(sep));
  const depth = from.findIndex((name, index) => name !== to[index]);
  if (depth < 0 || to[depth] === undefined || from[depth] === '.' || to[depth] === '.') return null;
  return { parent: join(root, ...from.slice(0, depth)), from: from[depth], to: to[depth] };
}

/** The folders from `start` to `end` by imports, both included; null where there is no way. */
function wayBetween(imports, start, end) {
  const seen = new Set([start]);
  const ways = [[start]];
  for (const way of ways) {
    const last = way.at(-1);
    if (last === end) return way;
    for (const next of imports?.get(last) ?? []) {
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return null;
}

function importedFile(file, specifier) {
  return specifier.startsWith('.') ? resolve(dirname(file), specifier) : null;
}

function isWithin(file, folder) {
  return file.startsWith(folder + sep);
}

function isTest(file) {
  return /\.(spec|e2e)\.ts$|[/\\](testing|test-support)[/\\]/.test(file);
}

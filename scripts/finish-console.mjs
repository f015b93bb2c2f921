/**
 * `node scripts/finish-console.mjs [directory]`: makes what `ng build --stats-json` built load faster.
 *
 * - `.pages.json` tells the server what each page consists of, so that its index names all of it (console-index.ts).
 * - What a page starts with asks to be compiled as a whole, away from the thread that draws.
 * - Each larger file lies there compressed, so that nothing is compressed while somebody waits.
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { inRoot } from './repository.mjs';

const directory = process.argv[2] ?? inRoot('console', 'dist');
const statsFile = join(directory, 'browser-stats.json');

const session = '/api/auth/me';
/**
 * Pages by their addresses or, where not `exact`, what these begin with: the lazy modules that they consist of (below
 * console/src/app), and the calls that they begin with when somebody is signed in.
 */
const pages = [
  { path: '/login', exact: true, entries: ['sign-in/sign-in-page'], calls: [] },
  {
    path: '/dashboard',
    exact: true,
    entries: ['shell/shell', 'overview/overview-page'],
    calls: [session, '/api/nodes/summary', '/api/activity?limit=20'],
  },
  { path: '/dashboard/nodes/', exact: false, entries: ['shell/shell', 'nodes/node-page'], calls: [session] },
  { path: '/dashboard/', exact: false, entries: ['shell/shell'], calls: [session] },
];

/** Read by V8 on a file's first line: https://v8.dev/blog/explicit-compile-hints */
const compileHint = '//# allFunctionsCalledOnLoad\n';

/** Bytes; below that, a compressed file is hardly smaller. */
const compressedFrom = 1024;

const { outputs } = JSON.parse(readFileSync(statsFile, 'utf8'));
const index = readFileSync(join(directory, 'index.html'), 'utf8');
const built = pages.map(({ path, exact, entries, calls }) => ({
  path,
  exact,
  modules: [...new Set(entries.flatMap(modulesOf))].filter((file) => !index.includes(file)),
  calls,
}));
writeFileSync(join(directory, '.pages.json'), JSON.stringify(built));
// It lists every source file, and would be served.
rmSync(statsFile);
for (const file of startingFiles()) addCompileHint(join(directory, file));
await compressAll();

/** The file that a lazy module became, and all that it imports. */
function modulesOf(entry) {
  const source = `console/src/app/${entry}.ts`;
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (found === undefined)
    throw new Error(`No file was built from ${source}: correct the pages in finish-console.mjs.`);
  const files = new Set([found[0]]);
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') files.add(path);
  }
  return [...files];
}

function startingFiles() {
  const initial = Object.keys(outputs).filter((file) => file.endsWith('.js') && index.includes(file));
  return new Set([...initial, ...built.flatMap(({ modules }) => modules)]);
}

function addCompileHint(path) {
  const content = readFileSync(path, 'utf8');
  if (!content.startsWith(compileHint)) writeFileSync(path, compileHint + content);
}

async function compressAll() {
  for (const name of readdirSync(directory)) if (/\.(?:br|gz)$/.test(name)) rmSync(join(directory, name));
  const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
  await Promise.all(
    readdirSync(directory)
      .filter((name) => /\.(?:js|css|svg)$/.test(name))
      .map(async (name) => {
        const content = readFileSync(join(directory, name));
        if (content.length < compressedFrom) return;
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        writeFileSync(join(directory, `${name}.br`), await brotli(content, { params }));
        writeFileSync(join(directory, `${name}.gz`), await zip(content, { level: constants.Z_BEST_COMPRESSION }));
      }),
  );
}

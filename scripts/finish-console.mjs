/**
 * `node scripts/finish-console.mjs [directory]`: makes what `ng build --stats-json` built load faster.
 *
 * - What the console and its first page start with is put together in a few files.
 * - `.pages.json` tells the server what each page consists of, so that its index names all of it (console-index.ts).
 * - What a page starts with asks to be compiled as a whole, away from the thread that draws.
 * - Each larger file lies there compressed, so that nothing is compressed while somebody waits.
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { joinChunks, withImports } from './join-chunks.mjs';
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

const indexFile = join(directory, 'index.html');
const angular = angularsFiles();
const angularsMain = fileOf(angular, 'console/src/main.ts');
const { files, main } = await joinChunks(directory, angular, angularsMain, groups());
const initial = withImports(files, [main]);
writeFileSync(indexFile, indexWith(readFileSync(indexFile, 'utf8')));
const built = pages.map(({ path, exact, entries, calls }) => ({
  path,
  exact,
  modules: [
    ...withImports(
      files,
      entries.map((entry) => lazyFile(files, entry)),
    ),
  ].filter((file) => !initial.has(file)),
  calls,
}));
writeFileSync(join(directory, '.pages.json'), JSON.stringify(built));
// It lists every source file, and would be served.
rmSync(statsFile);
for (const file of new Set([...initial, ...built.flatMap(({ modules }) => modules)]))
  addCompileHint(join(directory, file));
await compressAll();

/** The scripts as Angular built them. */
function angularsFiles() {
  const { outputs } = JSON.parse(readFileSync(statsFile, 'utf8'));
  const scripts = Object.entries(outputs).filter(([file]) => file.endsWith('.js'));
  return Object.fromEntries(
    scripts.map(([file, { imports, entryPoint }]) => [file, { imports, entryPoints: entryPoint ? [entryPoint] : [] }]),
  );
}

/** What every page needs, what the overview shares with another page, and what is the overview's own. */
function groups() {
  const overview = lazyFile(angular, 'overview/overview-page');
  const shell = withImports(angular, [lazyFile(angular, 'shell/shell')]);
  const elsewhere = Object.keys(angular).filter((file) => angular[file].entryPoints.length > 0 && file !== overview);
  const always = withImports(angular, [angularsMain]);
  const shared = new Set([...shell, ...withImports(angular, elsewhere)]);
  const first = new Set([...shell, ...withImports(angular, [overview])]);
  return (file) => {
    if (always.has(file)) return 'main';
    if (!first.has(file)) return null;
    return shared.has(file) ? 'shared' : 'overview';
  };
}

function lazyFile(among, entry) {
  return fileOf(among, `console/src/app/${entry}.ts`);
}

/** The file that a source became which is imported lazily. */
function fileOf(among, source) {
  const found = Object.keys(among).find((file) => among[file].entryPoints.includes(source));
  if (found === undefined)
    throw new Error(`No file was built from ${source}: correct the pages in finish-console.mjs.`);
  return found;
}

function indexWith(html) {
  const preloads = [...initial]
    .filter((file) => file !== main)
    .map((file) => `<link rel="modulepreload" href="${file}">`);
  return html
    .replaceAll(/<link rel="modulepreload"[^>]*>/g, '')
    .replace(
      /<script[^>]* type="module"><\/script>/,
      `${preloads.join('')}<script src="${main}" type="module"></script>`,
    );
}

function addCompileHint(path) {
  writeFileSync(path, compileHint + readFileSync(path, 'utf8'));
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

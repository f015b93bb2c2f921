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
import { BuiltScripts, statsFile } from './built-scripts.mjs';
import { consolePages } from './console-pages.mjs';
import { inRoot } from './repository.mjs';

const directory = process.argv[2] ?? inRoot('console', 'dist');

/** Read by V8 on a file's first line: https://v8.dev/blog/explicit-compile-hints */
const compileHint = '//# allFunctionsCalledOnLoad\n';

/** Bytes; below that, a compressed file is hardly smaller. */
const compressedFrom = 1024;

const scripts = new BuiltScripts(directory);
const built = (await consolePages()).map(({ path, exact, entries, calls }) => ({
  path,
  exact,
  modules: scripts.ownOf(entries),
  calls,
}));
writeFileSync(join(directory, '.pages.json'), JSON.stringify(built));
rmSync(join(directory, statsFile));
for (const file of new Set([...scripts.initial, ...built.flatMap(({ modules }) => modules)]))
  addCompileHint(join(directory, file));
await compressAll();

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

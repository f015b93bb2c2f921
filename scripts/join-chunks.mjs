import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * @typedef {object} BuiltFile
 * @property {readonly { path: string, kind: string }[]} imports kind as esbuild tells it: `import-statement` or `dynamic-import`
 * @property {readonly string[]} entryPoints the sources that are imported lazily from it
 */

/**
 * Puts the modules of a group into one file. Angular makes a file of whatever two pages share, however small; each costs a
 * request, a task to start it and a task to take it, which together are longer than reading a little that is not needed.
 *
 * @param {string} directory of the built files
 * @param {Record<string, BuiltFile>} files all scripts of the build
 * @param {string} main the one that the index starts
 * @param {(file: string) => string | null} groupOf null: stays as it is
 * @returns {Promise<{ files: Record<string, BuiltFile>, main: string }>} what lies in the directory now
 */
export async function joinChunks(directory, files, main, groupOf) {
  const groups = [...new Set(Object.keys(files).flatMap((file) => groupOf(file) ?? []))];
  const bundle = await rolldown({
    input: join(directory, main),
    preserveEntrySignatures: false,
  });
  const { output } = await bundle.generate({
    format: 'esm',
    // Angular has shortened it all.
    minify: { mangle: false, compress: false },
    entryFileNames: 'main-[hash].js',
    chunkFileNames: ({ name }) => `${name.replace(/-[A-Za-z0-9_-]{8}$/, '')}-[hash].js`,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: groups.map((name) => ({ name, test: (id) => groupOf(basename(id)) === name })),
    },
  });
  await bundle.close();
  for (const file of Object.keys(files)) rmSync(join(directory, file));
  const chunks = output.filter(({ type }) => type === 'chunk');
  for (const { fileName, code } of chunks) writeFileSync(join(directory, fileName), code);
  return {
    files: Object.fromEntries(chunks.map((chunk) => [chunk.fileName, described(chunk, files)])),
    main: chunks.find(({ isEntry }) => isEntry).fileName,
  };
}

function described({ imports, dynamicImports, moduleIds }, files) {
  return {
    imports: [
      ...imports.map((path) => ({ path, kind: 'import-statement' })),
      ...dynamicImports.map((path) => ({ path, kind: 'dynamic-import' })),
    ],
    entryPoints: moduleIds.flatMap((id) => files[basename(id)]?.entryPoints ?? []),
  };
}

/**
 * @param {Record<string, BuiltFile>} files
 * @param {readonly string[]} roots
 * @returns {Set<string>} these and all that they need before they can run
 */
export function withImports(files, roots) {
  const found = new Set(roots);
  for (const file of found) {
    for (const { path, kind } of files[file]?.imports ?? []) if (kind === 'import-statement') found.add(path);
  }
  return found;
}

/**
 * `node scripts/first-load.mjs [directory]`: fails when what `ng build --stats-json` built is too much to load, compressed
 * as a browser gets it. It looks at
 *
 * - what index.html asks for before it can show anything; angular.json limits the same files uncompressed;
 * - what is the editor of presets' own, with CodeMirror: what no other part of the console needs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BuiltScripts } from './built-scripts.mjs';
import { inRoot } from './repository.mjs';

const firstLoadBytes = 150_000;
const editorBytes = 200_000;

const editorSource = 'console/src/app/presets/editor/';
const editor = [`${editorSource}preset-editor-page.ts`, `${editorSource}code-mirror.ts`];

const directory = process.argv[2] ?? inRoot('console', 'dist');
const index = readFileSync(join(directory, 'index.html'), 'utf8');
limit('First load', ['index.html', ...assetsOf(index)], firstLoadBytes);
const scripts = new BuiltScripts(directory);
const others = scripts.entries().filter((source) => !source.startsWith(editorSource));
limit('Editor of presets', scripts.ownOf(editor, others), editorBytes);

/** Fails the build where the files are more than so many bytes. */
function limit(what, files, budgetBytes) {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(directory, file))).length, 0);
  console.log(`${what}: ${files.length} files, ${kilobytes(bytes)} of ${kilobytes(budgetBytes)} compressed by gzip`);
  if (bytes <= budgetBytes) return;
  console.error(`${what} is over its budget. Import what only some of it needs where that is loaded.`);
  process.exitCode = 1;
}

/** Scripts, preloaded modules and style sheets of our own. */
function assetsOf(html) {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || /\brel="(?:modulepreload|preload|stylesheet)"/.test(tag))
    .flatMap((tag) => /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []);
}

function kilobytes(count) {
  return `${(count / 1000).toFixed(1)} kB`;
}

/**
 * `node scripts/first-load.mjs [directory]`: fails when what the console's index.html asks for before it can show
 * anything is more than its budget, compressed as a browser gets it. angular.json limits the same files uncompressed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inRoot } from './repository.mjs';

const budgetBytes = 150_000;

const directory = process.argv[2] ?? inRoot('console', 'dist');
const index = readFileSync(join(directory, 'index.html'), 'utf8');
const files = ['index.html', ...assetsOf(index)];
const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(directory, file))).length, 0);
console.log(`First load: ${files.length} files, ${kilobytes(bytes)} of ${kilobytes(budgetBytes)} compressed by gzip`);
if (bytes > budgetBytes) {
  console.error('The first load is over its budget. Import what only some pages need where they are loaded.');
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

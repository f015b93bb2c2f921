import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './repository.mjs';

const left = new Set(['node_modules', 'dist', '.angular']);

/** The files below the given paths of the root, tests left out: no test changes what is built. */
export function filesBelow(paths) {
  const files = [];
  const visit = (path) => {
    const info = statSync(inRoot(path), { throwIfNoEntry: false });
    if (info === undefined) return;
    if (!info.isDirectory()) {
      if (!/\.spec\.ts$/.test(path)) files.push(path);
      return;
    }
    for (const name of readdirSync(inRoot(path))) {
      if (!left.has(name)) visit(join(path, name));
    }
  };
  for (const path of paths) visit(path);
  return files.sort();
}

/** One hash over the names and contents of files. */
export function contentHash(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(inRoot(file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

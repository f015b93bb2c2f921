/** The scripts that `ng build --stats-json` built, and what belongs together of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** It lists every source file, and would be served: finish-console.mjs takes it away. */
export const statsFile = 'browser-stats.json';

/** What esbuild's statistics tell of each script. */
export class BuiltScripts {
  /** @param {string} directory that was built into */
  constructor(directory) {
    const { outputs } = JSON.parse(readFileSync(join(directory, statsFile), 'utf8'));
    this.files = Object.fromEntries(Object.entries(outputs).filter(([file]) => file.endsWith('.js')));
    /** What is there before any page is. */
    this.initial = this.withImports([this.fileOf('console/src/main.ts')]);
  }

  /** The file that a source became which is started with or imported lazily. */
  fileOf(source) {
    const found = Object.keys(this.files).find((file) => this.files[file].entryPoint === source);
    if (found === undefined) throw new Error(`No file was built from ${source}, which the console loads by itself.`);
    return found;
  }

  /** These files and all that they need before they can run. */
  withImports(roots) {
    const found = new Set(roots);
    for (const file of found) {
      for (const { path, kind } of this.files[file]?.imports ?? []) if (kind === 'import-statement') found.add(path);
    }
    return found;
  }

  /** The sources that are started with or imported lazily. */
  entries() {
    return Object.values(this.files).flatMap(({ entryPoint }) => entryPoint ?? []);
  }

  /** What these sources need beyond what is there at first and what the others bring. */
  ownOf(sources, others = []) {
    const there = this.withImports(others.map((source) => this.fileOf(source)));
    const needed = [...this.withImports(sources.map((source) => this.fileOf(source)))];
    return needed.filter((file) => !this.initial.has(file) && !there.has(file));
  }
}

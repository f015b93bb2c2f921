import { chmodSync } from 'node:fs';
import { build } from 'esbuild';
import { nodeVersionGuard } from './node-version-guard.mjs';
import { inRoot } from './repository.mjs';

/** The programs that leave the repository as one file. */
const programs = {
  agent: { name: 'hyprnode', entry: 'agent/src/main.ts', output: 'agent/dist/hyprnode.mjs' },
  cli: { name: 'hyprbox', entry: 'cli/src/main.ts', output: 'cli/dist/hyprbox.mjs' },
};

const program = programs[process.argv[2]];
if (program === undefined) {
  console.error(`Usage: node scripts/bundle.mjs ${Object.keys(programs).join('|')}`);
  process.exit(2);
}

await build({
  entryPoints: [inRoot(program.entry)],
  outfile: inRoot(program.output),
  bundle: true,
  platform: 'node',
  format: 'esm',
  // An older Node.js must be able to read the file, to be told by it that it is too old.
  target: 'node18',
  sourcemap: 'linked',
  legalComments: 'linked',
  conditions: ['hyprbox-source', 'module'],
  banner: {
    // Bundled CommonJS packages call `require`, which an ES module does not have.
    js: [
      '#!/usr/bin/env node',
      "import { createRequire as createBundleRequire } from 'node:module';",
      nodeVersionGuard(program.name),
      'const require = createBundleRequire(import.meta.url);',
    ].join('\n'),
  },
  logLevel: 'warning',
}).catch(() => {
  // esbuild has told what is wrong.
  process.exit(1);
});
chmodSync(inRoot(program.output), 0o755);

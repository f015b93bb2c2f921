import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { contentHash } from './content-hash.mjs';
import { inRoot, nodeBinary } from './repository.mjs';
import { npm, runCommand } from './run-command.mjs';

const modules = inRoot('node_modules');
const stamp = inRoot('node_modules', '.hyprbox-installed');

/** Installs the packages the lock file names, unless they are there; throws with npm's output when that fails. */
export async function ensureInstalled() {
  const wanted = contentHash(['package-lock.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!isInstalled()) {
    console.log('Installing the npm packages …');
    const { ok, output } = await runCommand(...npm('ci', '--include=dev', '--no-audit', '--no-fund'));
    if (!ok) throw new Error(`npm ci failed:\n${output}`);
  }
  nodeBinary();
  writeFileSync(stamp, wanted);
}

/** Whether npm has installed what the lock names, which it notes in a lock file of its own in node_modules. */
function isInstalled() {
  const noted = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(modules) || !existsSync(noted)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const { packages: found } = JSON.parse(readFileSync(noted, 'utf8'));
  return Object.entries(wanted)
    .filter(([path, { link, optional }]) => path.startsWith('node_modules/') && !link && !optional)
    .every(([path, { version }]) => found[path]?.version === version);
}

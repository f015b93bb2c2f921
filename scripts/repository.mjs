import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. These scripts run on the system's Node (20 or newer), before anything is installed. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const inRoot = (...parts) => join(root, ...parts);

const binaries = inRoot('node_modules', '.bin');

/** The Node that npm installed beside the packages; the system's own where it is new enough. */
export function nodeBinary() {
  const installed = join(binaries, 'node');
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    'HyprBox needs Node 24. npm installs it as an optional package on Linux (x64, arm64): ' +
      'install without --omit=optional, or run this with Node 24 or newer.',
  );
}

/** This process's environment with the installed programs first, so that `node` is the Node 24 among them. */
export function toolEnvironment(more = {}) {
  return { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}`, ...more };
}

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

const APT_LIMIT_MS = 10 * 60_000;

/** Where programs are looked for; sshd is one of the administrator's, which a user's PATH leaves out. */
const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** The path of the first of the programs that is there. */
export function findProgram(names) {
  return directories.flatMap((directory) => names.map((name) => join(directory, name))).find(isExecutable);
}

/** Whether packages can be installed here at all. */
export function mayInstall() {
  return process.geteuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Of this process's one reading of the package lists. @type {Promise<string> | undefined} */
let updated;

/** Installs packages; returns what apt-get said. */
export async function install(packages) {
  updated ??= apt('update');
  return (await updated) + (await apt('install', '-y', '--no-install-recommends', ...packages));
}

async function apt(...words) {
  const { output } = await runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...words], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    limitMs: APT_LIMIT_MS,
  });
  return output;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

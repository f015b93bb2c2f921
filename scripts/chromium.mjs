import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APT_LIMIT_MS = 10 * 60_000;

/**
 * The browser for the end-to-end tests: the one HYPRBOX_CHROMIUM or CHROME_BIN names, one on the PATH, or Debian's,
 * installed here where that is allowed.
 *
 * @returns {Promise<{path?: string, problem?: string}>}
 */
export async function ensureChromium() {
  const named = process.env.HYPRBOX_CHROMIUM ?? process.env.CHROME_BIN;
  if (named) return existsSync(named) ? { path: named } : { problem: `There is no browser at ${named}.` };
  const found = onPath();
  if (found !== undefined) return { path: found };

  if (process.geteuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return {
      problem:
        'No Chromium was found. Install the package "chromium" (apt-get install chromium), ' +
        'or name a browser in HYPRBOX_CHROMIUM.',
    };
  }
  console.log('Installing Chromium …');
  let output = '';
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const result = await runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...words], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      limitMs: APT_LIMIT_MS,
    });
    output += result.output;
  }
  const installed = onPath();
  return installed === undefined
    ? { problem: `apt-get could not install the package "chromium":\n${output}` }
    : { path: installed };
}

function onPath() {
  const directories = (process.env.PATH ?? '').split(delimiter);
  return directories.flatMap((directory) => names.map((name) => join(directory, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

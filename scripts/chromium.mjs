import { existsSync } from 'node:fs';
import { findProgram, install, mayInstall } from './debian-packages.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser for the end-to-end tests: the one HYPRBOX_CHROMIUM or CHROME_BIN names, one on the PATH, or Debian's,
 * installed here where that is allowed.
 *
 * @returns {Promise<{path?: string, problem?: string}>}
 */
export async function ensureChromium() {
  const named = process.env.HYPRBOX_CHROMIUM ?? process.env.CHROME_BIN;
  if (named) return existsSync(named) ? { path: named } : { problem: `There is no browser at ${named}.` };
  const found = findProgram(names);
  if (found !== undefined) return { path: found };

  if (!mayInstall()) {
    return {
      problem:
        'No Chromium was found. Install the package "chromium" (apt-get install chromium), ' +
        'or name a browser in HYPRBOX_CHROMIUM.',
    };
  }
  console.log('Installing Chromium …');
  const output = await install(['chromium']);
  const installed = findProgram(names);
  return installed === undefined
    ? { problem: `apt-get could not install the package "chromium":\n${output}` }
    : { path: installed };
}

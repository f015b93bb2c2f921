import { existsSync } from 'node:fs';
import { findProgram, install, mayInstall } from './debian-packages.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const headlessShells = ['chromium-headless-shell', 'chrome-headless-shell'];

/**
 * The browser for benchmarks and pictures: the one HYPRBOX_CHROMIUM or CHROME_BIN names, one on the PATH, or Debian's,
 * installed here where that is allowed.
 *
 * @returns {Promise<{path?: string, problem?: string}>}
 */
export async function ensureChromium() {
  const known = namedBrowser() ?? foundBrowser(browsers);
  if (known !== undefined) return known;
  if (!mayInstall()) {
    return {
      problem:
        'No Chromium was found. Install the package "chromium" (apt-get install chromium), ' +
        'or name a browser in HYPRBOX_CHROMIUM.',
    };
  }
  const { path, output } = await installed('chromium', browsers);
  return path === undefined ? { problem: `apt-get could not install the package "chromium":\n${output}` } : { path };
}

/**
 * The browser for tests: Chromium without its windows, which draws the same pages for little more than half of the
 * processor time. Not every distribution has it as a package: then Chromium itself.
 *
 * @returns {Promise<{path?: string, problem?: string}>}
 */
export async function ensureHeadlessChromium() {
  const known = namedBrowser() ?? foundBrowser(headlessShells);
  if (known !== undefined) return known;
  const { path } = mayInstall() ? await installed('chromium-headless-shell', headlessShells) : {};
  return path === undefined ? ensureChromium() : { path };
}

function namedBrowser() {
  const path = process.env.HYPRBOX_CHROMIUM ?? process.env.CHROME_BIN;
  if (!path) return undefined;
  return existsSync(path) ? { path } : { problem: `There is no browser at ${path}.` };
}

function foundBrowser(names) {
  const path = findProgram(names);
  return path === undefined ? undefined : { path };
}

async function installed(name, programs) {
  console.log(`Installing ${name} …`);
  const output = await install([name]);
  return { path: findProgram(programs), output };
}

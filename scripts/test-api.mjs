/**
 * Holds the API against its OpenAPI file by tools of others, from Python's package index: the file is valid, a client
 * generated from it runs a job, and what schemathesis makes of it finds nothing. HYPRBOX_API_TEST_SECONDS says how long
 * that looks (300).
 *
 *   npm run test:api
 */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, install, mayInstall } from './debian-packages.mjs';
import { ensureInstalled } from './installation.mjs';
import { buildParts } from './parts.mjs';
import { inRoot } from './repository.mjs';
import { npm, runCommand } from './run-command.mjs';

const requirements = inRoot('e2e/api/requirements.txt');
const environment = inRoot('.cache/api-tools');
const stamp = join(environment, '.requirements');
const INSTALL_LIMIT_MS = 10 * 60_000;
const TEST_LIMIT_MS = 25 * 60_000;

await ensureInstalled();
const built = await buildParts();
for (const { name, ok, output } of built) if (!ok) throw new Error(`The build of ${name} failed:\n${output}`);
await ensureTools();
const { ok, output } = await runCommand(...npm('exec', '--', 'vitest', 'run', '--project', 'api'), {
  env: { HYPRBOX_API_TOOLS: join(environment, 'bin') },
  limitMs: TEST_LIMIT_MS,
});
console.log(output.trimEnd());
console.log(ok ? '1 passed, 0 failed' : '0 passed, 1 failed');
process.exitCode = ok ? 0 : 1;

/** A virtual environment with exactly what requirements.txt names. */
async function ensureTools() {
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  console.log('Installing the tools that hold the API against its description …');
  await rm(environment, { recursive: true, force: true });
  await must(findProgram(['python3']) ?? (await pythonOfDebian()), ['-m', 'venv', environment]).catch(async () => {
    // Debian keeps what venv needs in a package of its own.
    await rm(environment, { recursive: true, force: true });
    await must(await pythonOfDebian(), ['-m', 'venv', environment]);
  });
  await must(join(environment, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  await writeFile(stamp, wanted);
}

async function pythonOfDebian() {
  if (!mayInstall()) throw new Error('The checks of the API need Python 3.10 or newer with venv: python3-venv');
  const output = await install(['python3', 'python3-venv']);
  if (!existsSync('/usr/bin/python3')) throw new Error(`apt-get could not install python3:\n${output}`);
  return '/usr/bin/python3';
}

async function must(program, words) {
  const { ok, output } = await runCommand(program, words, { limitMs: INSTALL_LIMIT_MS });
  if (!ok) throw new Error(`${program} ${words.join(' ')} failed:\n${output}`);
}

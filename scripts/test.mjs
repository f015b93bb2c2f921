import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { ensureTestTools } from './test-tools.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './installation.mjs';
import { buildParts } from './parts.mjs';
import { inRoot, root } from './repository.mjs';
import { npm, runCommand } from './run-command.mjs';

/** No step takes this long; one that does hangs. */
const STEP_LIMIT_MS = 30 * 60_000;

const before = gitStatus();
let passed = 0;
let failed = 0;
/** @type {Record<string, string>} */
let environment = {};

await step('install', async () => {
  await ensureInstalled();
  return { ok: true, output: '' };
});
await step('browser', async () => {
  const { path, problem } = await ensureChromium();
  if (path !== undefined) environment = { HYPRBOX_CHROMIUM: path, CHROME_BIN: path };
  return { ok: problem === undefined, output: problem ?? '' };
});
await step('tools', async () => {
  const problem = await ensureTestTools();
  return { ok: problem === null, output: problem ?? '' };
});
await step('build', async () => {
  const results = await buildParts();
  const output = results
    .filter(({ ok }) => !ok)
    .map((result) => `The build of ${result.name} failed:\n${result.output}`);
  return { ok: output.length === 0, output: output.join('\n') };
});
// Beside each other what works and what waits.
await Promise.all([
  script('lint', 'lint').then(() => script('console', 'test:console')),
  script('format', 'format:check')
    .then(() => script('types', 'typecheck'))
    .then(() => script('unit', 'test:unit')),
]);
await Promise.all([script('process', 'test:process'), script('integration', 'test:integration')]);
if (hasFiles('e2e', /\.e2e\.ts$/)) await script('e2e', 'test:e2e');
else console.log('- e2e: skipped, there are no tests');
await step('clean checkout', async () => {
  const after = gitStatus();
  return { ok: after === before, output: `The build or the tests changed tracked or left untracked files:\n${after}` };
});

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function script(name, npmScript) {
  return step(name, () =>
    runCommand(...npm('run', '--silent', npmScript), { env: environment, limitMs: STEP_LIMIT_MS }),
  );
}

/** Runs one step and tells how it went; a failure's whole output is shown, and the steps after it run all the same. */
async function step(name, work) {
  const started = performance.now();
  const { ok, output } = await work().catch((error) => ({ ok: false, output: String(error?.message ?? error) }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!ok) console.log(`${output.trimEnd()}\n✗ end of ${name}\n`);
  else for (const line of output.split('\n')) if (/^(flaky|slow): /.test(line)) console.log(`  ${line}`);
}

function hasFiles(directory, pattern) {
  if (!existsSync(inRoot(directory))) return false;
  return readdirSync(inRoot(directory), { recursive: true }).some((file) => pattern.test(file));
}

/** What differs from the last commit; nothing outside a git checkout. */
function gitStatus() {
  try {
    return execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

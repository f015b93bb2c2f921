import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureTestTools } from './test-tools.mjs';
import { ensureHeadlessChromium } from './chromium.mjs';
import { ensureInstalled } from './installation.mjs';
import { buildParts } from './parts.mjs';
import { inRoot, root } from './repository.mjs';
import { npm, runCommand } from './run-command.mjs';
import { withSecondTry } from './second-try.mjs';

/** No step takes this long; one that does hangs. */
const STEP_LIMIT_MS = 45 * 60_000;
/** Enough for two cores: the longer ones have two or three workers each. More only take one another's time. */
const CHECKS_AT_ONCE = 2;

/** `--all`: with what takes long and few changes concern, the presets on real bash and backups of much data. */
const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });

const before = gitStatus();
let passed = 0;
let failed = 0;
/** @type {Record<string, string>} */
let environment = {};

await Promise.all([
  step('install', async () => {
    await ensureInstalled();
    return { ok: true, output: '' };
  }),
  step('browser', async () => {
    const { path, problem } = await ensureHeadlessChromium();
    if (path !== undefined) environment = { HYPRBOX_CHROMIUM: path, CHROME_BIN: path };
    return { ok: problem === undefined, output: problem ?? '' };
  }).then(() =>
    step('tools', async () => {
      const problem = await ensureTestTools();
      return { ok: problem === null, output: problem ?? '' };
    }),
  ),
]);
// Beside all the others: they mostly wait, for packages and for the disk.
const presets = values.all ? script('presets', 'test:presets', { shown: true }) : Promise.resolve();
await step('build', async () => {
  const results = await buildParts();
  const output = results
    .filter(({ ok }) => !ok)
    .map((result) => `The build of ${result.name} failed:\n${result.output}`);
  return { ok: output.length === 0, output: output.join('\n') };
});
const volume = values.all ? presets.then(() => script('volume', 'test:volume')) : presets;
await allChecks([
  ['lint', 'lint'],
  ['format', 'format:check'],
  ['types', 'typecheck'],
  ['unit', 'test:unit'],
  ['integration', 'test:integration'],
  ['process', 'test:process'],
  ['console', 'test:console'],
]);
// Nothing runs beside what looks at how the whole product gets on with faults.
await volume;
if (hasFiles('e2e', /\.e2e\.ts$/)) await script('e2e', 'test:e2e');
else console.log('- e2e: skipped, there are no tests');
await step('clean checkout', async () => {
  const after = gitStatus();
  return { ok: after === before, output: `The build or the tests changed tracked or left untracked files:\n${after}` };
});

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs some at once, and the next one as soon as one is over: what is short first, then what is long. */
async function allChecks(checks) {
  const waiting = [...checks];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await script(...next);
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, lane));
}

function script(name, npmScript, options) {
  const run = (files) =>
    runCommand(...npm('run', '--silent', npmScript, ...(files.length === 0 ? [] : ['--', ...files])), {
      env: environment,
      limitMs: STEP_LIMIT_MS,
    });
  return step(name, () => withSecondTry(run), options);
}

/**
 * Runs one step and tells how it went. The whole output of a failure is shown, and of a step that wants it; the steps
 * after a failure run all the same.
 */
async function step(name, work, options = {}) {
  const started = performance.now();
  const result = await work().catch((error) => ({ ok: false, output: String(error?.message ?? error) }));
  const { ok, output, shown = options.shown } = result;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!ok || shown) console.log(`${output.trimEnd()}\n${ok ? '✓' : '✗'} end of ${name}\n`);
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

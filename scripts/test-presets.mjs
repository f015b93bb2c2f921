/**
 * Tries the built-in presets: shellchecks each rendered script and each shared function and, as root, runs each preset
 * twice in a minimal root of its own. The second run must succeed and change nothing.
 *
 *   npm run test:presets [-- name…]
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseRoot } from './presets/base-root.mjs';
import { loadCatalogue } from './presets/catalogue.mjs';
import { samples } from './presets/samples.mjs';
import { runScenario } from './presets/scenario.mjs';
import { shellcheck } from './presets/shellcheck.mjs';
import { provide } from './presets/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cacheDir = join(root, '.cache/presets');
const log = (line) => process.stdout.write(`${line}\n`);

async function main(names) {
  const catalogue = await loadCatalogue(root);
  const presets = catalogue.all().map((preset) => ({
    name: preset.summary.name,
    sample: samples[preset.summary.name],
    render: (variables) => catalogue.render(preset, variables),
  }));
  const chosen = presets.filter(({ name }) => names.length === 0 || names.includes(name));
  assertSamples(presets, chosen, names);
  await assertDocumented();

  const failures = await lint(chosen);
  const brokenFunctions = await lintFunctions(catalogue.functions);
  if (process.getuid?.() !== 0) {
    log('not root: no preset was run, the rendered scripts were only checked with shellcheck');
  } else {
    const missing = await provide('debootstrap');
    if (missing) throw new Error(missing);
    await mkdir(cacheDir, { recursive: true });
    const base = await baseRoot(cacheDir, log);
    for (const preset of chosen) {
      if (!(await runOne(preset, base))) failures.add(preset.name);
    }
    reportNotRun(chosen);
  }
  log(`${chosen.length - failures.size} passed, ${failures.size} failed`);
  return failures.size + brokenFunctions === 0 ? 0 : 1;
}

function assertSamples(presets, chosen, names) {
  const unknown = names.filter((name) => !presets.some((preset) => preset.name === name));
  const untried = presets.filter(({ sample }) => sample === undefined).map(({ name }) => name);
  const stale = Object.keys(samples).filter((name) => !presets.some((preset) => preset.name === name));
  if (unknown.length > 0) throw new Error(`there is no preset ${unknown.join(', ')}`);
  if (untried.length > 0) throw new Error(`scripts/presets/samples.mjs has no sample for ${untried.join(', ')}`);
  if (stale.length > 0) throw new Error(`scripts/presets/samples.mjs has a sample for no preset: ${stale.join(', ')}`);
  if (chosen.length === 0) throw new Error('there is no preset to try');
}

/** Whoever relies on a preset reads in the documentation what was never run. */
async function assertDocumented() {
  const documentation = await readFile(join(root, 'docs/presets.md'), 'utf8');
  for (const [name, { notRun }] of Object.entries(samples)) {
    if (notRun && !documentation.includes(notRun)) throw new Error(`docs/presets.md lacks, of ${name}: ${notRun}`);
  }
}

/** A function is read by itself as well: a preset may come to use it in another company. */
async function lintFunctions(functions) {
  const scripts = functions.map(({ name, text }) => [`lib/${name}`, text]);
  const findings = await shellcheck(new Map(scripts));
  for (const finding of findings.values()) log(finding);
  log(`shellcheck: ${functions.length - findings.size} of ${functions.length} functions are clean`);
  return findings.size;
}

async function lint(presets) {
  const missing = await provide('shellcheck');
  if (missing) throw new Error(missing);
  const scripts = presets.map(({ name, sample, render }) => [
    name,
    render(sample.variables ?? sample.lintVariables).script,
  ]);
  const findings = await shellcheck(new Map(scripts));
  for (const finding of findings.values()) log(finding);
  log(`shellcheck: ${presets.length - findings.size} of ${presets.length} rendered scripts are clean`);
  return new Set(findings.keys());
}

async function runOne(preset, base) {
  const start = performance.now();
  const report = (verdict) =>
    log(
      `${verdict.padEnd(6)} ${preset.name.padEnd(24)} ${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s`,
    );
  try {
    await runScenario(preset, base, join(cacheDir, 'runs', preset.name));
    report('ok');
    return true;
  } catch (error) {
    report('FAILED');
    log(error.message.replaceAll(/^/gm, '       '));
    return false;
  }
}

function reportNotRun(presets) {
  log('\nNot run there:');
  for (const { name, sample } of presets) {
    if (sample.notRun) log(`  ${name}: ${sample.notRun}`);
  }
  log('');
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  log(error.message);
  process.exitCode = 2;
}

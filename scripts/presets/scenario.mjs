import { rm } from 'node:fs/promises';
import { differences, inRoot, openRoot, snapshot } from './chroot.mjs';

/** A scenario of a preset went otherwise than it should. */
export class ScenarioFailure extends Error {}

/**
 * Runs one preset in a root of its own: what it must refuse, then the real thing twice, then the check.
 *
 * @param {{ render: (variables: object) => { script: string, secretRefs: object }, sample: any }} preset
 * @param {{ root: string, archives: string }} base
 * @param {string} dir where the root lies meanwhile
 */
export async function runScenario({ render, sample }, base, dir) {
  const root = await openRoot(base, dir);
  try {
    const place = sample.privateArchives ? root : { ...root, archives: base.archives };
    if (sample.prepare) await expectSuccess('what prepares the host', place, sample.prepare);
    const there = { ...place, privateNetwork: sample.privateNetwork ?? false };

    for (const refusal of sample.refuses ?? []) await expectRefusal(refusal, there, render);
    if (sample.afterRefusals) await expectSuccess('what follows the refusals', there, sample.afterRefusals);
    if (sample.variables === null) return;

    const { script, secretRefs } = render(sample.variables);
    const secrets = secretsFor(secretRefs, sample);
    await expectSuccess('the first run', there, script, secrets);
    const first = await snapshot(root);
    await expectSuccess('the second run', there, script, secrets);
    const changed = differences(first, await snapshot(root));
    if (changed.length > 0) throw new ScenarioFailure(`the second run changed:\n${changed.join('\n')}`);
    await expectSuccess('the check', there, checkOf(sample));
    for (const way of sample.further ?? []) await runFurther(way, there, render);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function runFurther(way, place, render) {
  if (way.prepare) await expectSuccess('what prepares a further run', place, way.prepare);
  const { script, secretRefs } = render(way.variables);
  await expectSuccess('a further run', place, script, secretsFor(secretRefs, way));
  await expectSuccess('the check of a further run', place, checkOf(way));
}

const checkOf = ({ check }) => `set -euo pipefail\nset -x\n${check}`;

const secretsFor = (secretRefs, { secrets }) =>
  Object.fromEntries(Object.keys(secretRefs).map((name) => [name, secrets[name]]));

async function expectSuccess(what, place, script, environment) {
  const { exitCode, stdout, stderr } = await inRoot(place, script, environment);
  if (exitCode !== 0)
    throw new ScenarioFailure(`${what} ended with ${exitCode}:\n${lastLines(stdout)}\n${lastLines(stderr)}`);
  for (const secret of Object.values(environment ?? {})) {
    if (`${stdout}${stderr}`.includes(secret)) throw new ScenarioFailure(`${what} printed the secret`);
  }
}

async function expectRefusal({ prepare, variables, says }, place, render) {
  if (prepare) await expectSuccess('what prepares a refusal', place, prepare);
  const before = await snapshot(place);
  const { exitCode, stderr } = await inRoot(place, render(variables).script);
  if (exitCode === 0) throw new ScenarioFailure(`it should have refused: ${says}`);
  if (!stderr.includes(says))
    throw new ScenarioFailure(`it should have said "${says}" and said:\n${lastLines(stderr)}`);
  const changed = differences(before, await snapshot(place)).filter((path) => path.startsWith('/etc/'));
  if (changed.length > 0) throw new ScenarioFailure(`it refused, and changed:\n${changed.join('\n')}`);
}

const lastLines = (text) => text.trimEnd().split('\n').slice(-25).join('\n');

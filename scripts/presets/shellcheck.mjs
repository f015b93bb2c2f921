import { run } from './run.mjs';

/**
 * What shellcheck finds in rendered scripts and in functions, by their names; what is without a finding is left out.
 *
 * @param {Map<string, string>} scripts name → script
 * @returns {Promise<Map<string, string>>}
 */
export async function shellcheck(scripts) {
  const findings = new Map();
  for (const [name, script] of scripts) {
    const { exitCode, stdout, stderr } = await run('shellcheck', ['--shell=bash', '--format=gcc', '-'], {
      input: script,
    });
    if (exitCode !== 0) findings.set(name, (stdout || stderr).replaceAll('-:', `${name}:`));
  }
  return findings;
}

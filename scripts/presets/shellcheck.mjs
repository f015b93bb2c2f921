import { run } from './run.mjs';

/**
 * What shellcheck finds in rendered scripts, by preset; presets without a finding are left out.
 *
 * @param {Map<string, string>} scripts name → rendered script
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

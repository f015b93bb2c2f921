import { has, must } from './run.mjs';

const isRoot = process.getuid?.() === 0;

/**
 * Makes sure that a program is there; installs its package where that is possible.
 *
 * @returns {Promise<string | null>} why it is not there, or null
 */
export async function provide(program) {
  if (await has(program)) return null;
  const how = `install it, on Debian with: apt-get install ${program}`;
  if (!isRoot || !(await has('apt-get'))) return `${program} is not installed; ${how}`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await must('apt-get', ['update', '-qq'], { env });
    await must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', program], { env });
    return null;
  } catch (error) {
    return `${program} could not be installed (${error.message}); ${how}`;
  }
}

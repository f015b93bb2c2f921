import { findProgram, install, mayInstall } from './debian-packages.mjs';

/** What the tests run for real, mostly those of backups, of git and of presets: program → its package. */
const packageOf = {
  git: 'git',
  restic: 'restic',
  rclone: 'rclone',
  sshd: 'openssh-server',
  'ssh-keygen': 'openssh-client',
  setfattr: 'attr',
  setfacl: 'acl',
  nginx: 'nginx-light',
  openssl: 'openssl',
  shellcheck: 'shellcheck',
};

/**
 * Makes sure that they are there, and installs their packages where that is allowed.
 *
 * @returns {Promise<string | null>} what is missing, or null
 */
export async function ensureTestTools() {
  const missing = missingPackages();
  if (missing.length === 0) return null;
  if (!mayInstall()) return `The tests need packages: apt-get install ${missing.join(' ')}`;
  console.log(`Installing ${missing.join(', ')} …`);
  const output = await install(missing);
  const left = missingPackages();
  return left.length === 0 ? null : `apt-get could not install ${left.join(', ')}:\n${output}`;
}

function missingPackages() {
  const missing = Object.entries(packageOf).filter(([program]) => findProgram([program]) === undefined);
  return [...new Set(missing.map(([, name]) => name))];
}

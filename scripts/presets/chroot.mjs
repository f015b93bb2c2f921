import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { must, run } from './run.mjs';

/** What a preset that goes wrong could do to the host, beyond its own root. */
const withheld = ['sys_admin', 'sys_boot', 'sys_module', 'sys_rawio', 'sys_time', 'net_admin'];

/**
 * Runs in namespaces of its own: when it ends, however it ends, its processes are gone and all is unmounted.
 * $1 lower root or empty, $2 root, $3 upper and $4 work directory, $5 archives or empty, $6 capabilities withheld.
 */
const enter = `
set -eu
if [ -n "$1" ]; then mount -t overlay overlay -o "lowerdir=$1,upperdir=$3,workdir=$4" "$2"; fi
mount -t proc proc "$2/proc"
mkdir -p "$2/dev/shm"
mount -t tmpfs tmpfs "$2/dev/shm"
if [ -n "$5" ]; then mount --bind "$5" "$2/var/cache/apt/archives"; fi
withheld=$6
shift 6
exec setpriv --bounding-set "$withheld" chroot "$@"
`;

/**
 * Runs a script in a root as the agent does: by `bash -s`, with little in its environment.
 *
 * @param {{ root: string, lower?: string, upper?: string, work?: string, archives?: string, privateNetwork?: boolean }} place
 * @param {string} script
 * @param {Record<string, string>} [environment]
 */
export async function inRoot(place, script, environment = {}) {
  const { root, lower = '', upper = '', work = '', archives = '', privateNetwork = false } = place;
  const capabilities = withheld.filter((name) => !(privateNetwork && name === 'net_admin'));
  const namespaces = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child', '--propagation', 'private'];
  if (privateNetwork) namespaces.push('--net');
  const variables = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    ...environment,
  };
  return run(
    'unshare',
    [
      ...namespaces,
      ...['sh', '-c', enter, '-', lower, root, upper, work, archives],
      capabilities.map((name) => `-${name}`).join(','),
      ...[
        root,
        '/usr/bin/env',
        '--chdir=/root',
        '-i',
        ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      ],
      ...['bash', '-s'],
    ],
    { input: script },
  );
}

/**
 * A root of its own for one preset: a layer over the base, or a copy where layers do not work.
 *
 * @param {{ root: string, archives: string }} base
 * @param {string} dir
 */
export async function openRoot(base, dir) {
  await rm(dir, { recursive: true, force: true });
  const place = { root: join(dir, 'root'), upper: join(dir, 'upper'), work: join(dir, 'work'), lower: base.root };
  for (const path of [place.root, place.upper, place.work]) await mkdir(path, { recursive: true });
  if ((await inRoot(place, 'exit 0')).exitCode === 0) return place;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await must('cp', ['-a', '--reflink=auto', base.root, place.root]);
  return { root: place.root };
}

/** Every file of a root with its mode, owner, size, time and link; those below /etc with their content. */
export async function snapshot(place) {
  const { exitCode, stdout, stderr } = await inRoot(
    place,
    `set -euo pipefail
find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /var/cache \\
  -o -path /var/log -o -path /var/lib/apt -o -path /var/lib/postgresql \\) -prune \\
  -o \\( -type f -o -type l \\) -printf '%p\\t%m %u:%g %s %T@ %l\\n' | sort
find /etc -type f -print0 | sort -z | xargs -0 sha256sum | awk '{ print $2 " (content)\\t" $1 }'`,
  );
  if (exitCode !== 0) throw new Error(`the files could not be listed:\n${stderr}`);
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [path, ...rest] = line.split('\t');
        return [path, rest.join('\t')];
      }),
  );
}

/** Paths that differ between two snapshots. */
export function differences(before, after) {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

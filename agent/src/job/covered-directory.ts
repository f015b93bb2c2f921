import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Log } from '../log.js';

const probeLimitMs = 5_000;

/**
 * Puts an empty directory that nobody may enter in its place, and then becomes the program, which can't take it away: it
 * has no capabilities in the namespace, and in one of its own the mount is locked (mount_namespaces(7)). What an earlier
 * job put in the directory's place, having renamed one above it, is not taken for it: nothing is then run.
 */
const coverScript = `(
  cd "$1" && test "$(stat -c %d:%i .)" = "$2" || { echo "hyprnode: $1 is not the server's data directory any more" >&2; exit 77; }
  exec mount --no-canonicalize -t tmpfs -o ro,nosuid,nodev,noexec,mode=000,size=4k closed .
) || exit
shift 2
exec setpriv --inh-caps=-all --ambient-caps=-all -- "$@"`;

/**
 * What a job is started by on the server's own host, where the agent runs as the server's user: the command that covers
 * the server's data directory and then becomes the one that its further arguments name. Empty where nothing is closed, or
 * can't be: jobs of root leave every namespace, and not every host lets others make one. What holds is logged.
 */
export function coverFor(directory: string | null, isRoot: boolean, log: Log): readonly string[] {
  if (directory === null) return [];
  const advice = 'Where that matters, set HYPRBOX_LOCAL_AGENT=false and run hyprnode as another user.';
  const openTo = (who: string): void =>
    log.warn(
      `Jobs on this host run as ${who}: an OPERATOR can read the server's secrets in ${directory} and so become ADMIN. ${advice}`,
    );
  if (isRoot) {
    openTo('root');
    return [];
  }
  const cover = ['unshare', '--user', '--map-current-user', '--mount', '--keep-caps', '--'].concat([
    'sh',
    '-c',
    coverScript,
    'hyprnode-cover',
    directory,
    identityOf(directory),
  ]);
  const [command = '', ...words] = cover;
  const probe = spawnSync(command, [...words, 'true'], { encoding: 'utf8', timeout: probeLimitMs });
  if (probe.status === 0) {
    log.info(
      `${directory} is closed to jobs. They run as the server's user in a namespace, in which sudo does not work.`,
    );
    return cover;
  }
  const why = probe.error?.message ?? (probe.stderr.trim().split('\n')[0] || `exit code ${probe.status}`);
  openTo(`the user of the server, and no namespace could be made that keeps them out (${why})`);
  return [];
}

/** Its device and inode, as stat(1) writes them; nothing that could be met where there is none. */
function identityOf(directory: string): string {
  const found = statSync(directory, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? 'none' : `${found.dev}:${found.ino}`;
}

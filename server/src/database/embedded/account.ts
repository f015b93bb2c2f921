import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { EmbeddedPostgresLog } from './embedded-postgres.log.js';

const run = promisify(execFile);

const OWN_ACCOUNT = 'hyprbox-postgres';
const CREATE_TIMEOUT_MS = 20_000;

/** The user PostgreSQL runs as when the server itself is root, which PostgreSQL refuses to be. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** An account of its own if there is one or one can be made, else a lesser one with a warning. */
export async function chooseAccount(log: EmbeddedPostgresLog): Promise<Account> {
  const existing = (await findAccount(OWN_ACCOUNT)) ?? (await findAccount('postgres')) ?? (await createAccount(log));
  if (existing !== undefined) return existing;
  log.warn(
    `PostgreSQL runs as "nobody", because the system user ${OWN_ACCOUNT} could not be created. ` +
      'Other programs that run as nobody can read its data: create that user, or run the server as an ordinary user.',
  );
  return (await findAccount('nobody')) ?? { name: 'nobody', uid: 65534, gid: 65534 };
}

/** The owner of an existing cluster: PostgreSQL runs as nobody else on it. Undefined when that is root. */
export async function ownerOf(path: string): Promise<Account | undefined> {
  const { uid, gid } = await stat(path);
  if (uid === 0) return undefined;
  return (await listAccounts()).find((account) => account.uid === uid) ?? { name: `uid ${uid}`, uid, gid };
}

/** Whether the account may pass through every directory on the way to and including `path` (a real path). */
export async function canEnter(account: Account, path: string): Promise<boolean> {
  for (let directory = path; ; directory = dirname(directory)) {
    const { uid, gid, mode } = await stat(directory);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    if ((bits & 0o1) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}

async function findAccount(name: string): Promise<Account | undefined> {
  return (await listAccounts()).find((account) => account.name === name);
}

async function listAccounts(): Promise<Account[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

async function createAccount(log: EmbeddedPostgresLog): Promise<Account | undefined> {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_ACCOUNT]],
    // BusyBox, whose users have no group of their own unless it is made first.
    ['addgroup', ['-S', OWN_ACCOUNT]],
    ['adduser', ['-S', '-D', '-H', '-G', OWN_ACCOUNT, '-s', '/sbin/nologin', OWN_ACCOUNT]],
  ];
  for (const [program, words] of attempts) {
    try {
      await run(program, words, { timeout: CREATE_TIMEOUT_MS });
    } catch (error) {
      log.debug?.(`${program} did not create ${OWN_ACCOUNT}: ${String(error)}`);
    }
    const created = await findAccount(OWN_ACCOUNT);
    if (created !== undefined) {
      log.info(`Created the system user ${OWN_ACCOUNT}, which PostgreSQL runs as`);
      return created;
    }
  }
  return undefined;
}

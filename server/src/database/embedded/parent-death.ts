import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Account } from './account.js';

const run = promisify(execFile);

const PROBE_TIMEOUT_MS = 5_000;

/** How a program is started: as which user, and bound to this process's life where that can be had. */
export interface Launcher {
  /** False: a program that was started lives on when this process is killed. */
  diesWithParent: boolean;
  command(program: string, words: string[]): LaunchCommand;
}

export interface LaunchCommand {
  program: string;
  words: string[];
  options: { uid?: number; gid?: number };
}

/**
 * `setpriv` (util-linux) asks the kernel to interrupt the program when its parent ends, whatever ends it (prctl(2),
 * PR_SET_PDEATHSIG); Node cannot. It replaces itself by the program, so that the process id is the program's.
 */
export async function launcherFor(account: Account | undefined): Promise<Launcher> {
  const setpriv = ['--pdeathsig', 'INT', ...(account === undefined ? [] : identityWords(account)), '--'];
  try {
    await run('setpriv', [...setpriv, '/bin/true'], { timeout: PROBE_TIMEOUT_MS });
    return {
      diesWithParent: true,
      command: (program, words) => ({ program: 'setpriv', words: [...setpriv, program, ...words], options: {} }),
    };
  } catch {
    // Not installed, too old or BusyBox's: the start says what that means.
    const options = account === undefined ? {} : { uid: account.uid, gid: account.gid };
    return { diesWithParent: false, command: (program, words) => ({ program, words, options }) };
  }
}

function identityWords({ uid, gid }: Account): string[] {
  return [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

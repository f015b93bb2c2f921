import { repositoryIdPattern } from '@hyprbox/contracts';
import { makeRepository } from './new-repository.js';
import type { ResticEnd } from './restic.js';
import { faultOf } from './restic-faults.js';
import { jsonObject, textOf } from './restic-json.js';
import { BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';
import { warn } from './warning.js';

const shownDigits = 8;

/**
 * Looks which repository is at the address before anything is done with it: a disk that is not mounted leaves none, or
 * another one, and what is done there is done to the wrong one.
 *
 * @throws BackupError NO_REPOSITORY, REPOSITORY_CHANGED, or why it cannot be opened
 */
export async function openRepository(run: BackupContext, { mayMake }: { mayMake: boolean }): Promise<void> {
  let { end, id } = await readConfigByEitherReading(run);
  if (mayMake && end.code !== 0 && faultOf(end).fault === 'NO_REPOSITORY') {
    run.report.say('There is no repository yet: making one.');
    await makeRepository(run);
    ({ end, id } = await readConfig(run));
  }
  if (end.code !== 0) throw faultOf(end);
  if (id === null) throw new BackupError('RESTIC_FAILED', 'What restic says of the repository cannot be read.');
  run.found.repositoryId = id;
  const known = run.order.repositoryId ?? null;
  if (known !== null && known !== id) throw otherRepository(known, id);
}

/** Repositories that were made with the old reading of a password file stay usable. */
async function readConfigByEitherReading(run: BackupContext): Promise<Config> {
  const own = await readConfig(run);
  if (own.end.code === 0 || faultOf(own.end).fault !== 'WRONG_PASSWORD' || !run.restic.useOldReading()) return own;
  const old = await readConfig(run);
  if (old.end.code !== 0) {
    run.restic.useOwnReading();
    return own;
  }
  warn(
    run,
    'The repository does not open with its password file as restic reads it, only with the blanks, line breaks ' +
      'or byte order mark that older agents left in it. RESTIC_PASSWORD_FILE would not open it: add the right key, see ' +
      '"Password files" in docs/backups.md.',
  );
  return old;
}

interface Config {
  end: ResticEnd;
  id: string | null;
}

async function readConfig(run: BackupContext): Promise<Config> {
  const lines: string[] = [];
  const command = ['cat', '--no-lock', 'config'];
  const end = await run.restic.run({ command, quiet: true, onLine: (line) => lines.push(line) });
  const id = textOf(jsonObject(lines.join(''))?.id);
  return { end, id: id !== null && repositoryIdPattern.test(id) ? id : null };
}

function otherRepository(known: string, found: string): BackupError {
  return new BackupError(
    'REPOSITORY_CHANGED',
    `At the policy’s address is another repository (${found.slice(0, shownDigits)}) than the one that holds the backups ` +
      `(${known.slice(0, shownDigits)}). Nothing was done. Mount the right disk or correct the address; ` +
      'if this one is to be used from now on, accept it on the policy’s page.',
  );
}

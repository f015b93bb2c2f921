import { constants, existsSync, realpathSync } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RestoreOutcome, BackupTask } from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';
import { isCode } from '../error-code.js';
import { O_PATH, within } from '../job/closed-directories.js';
import { describe } from '../log.js';
import { extract } from './extraction.js';
import { Leftovers } from './leftovers.js';
import type { ListedEntry } from './listing.js';
import { listSnapshot } from './listing.js';
import { isWithin } from './path-pattern.js';
import type { DirectoryCheck } from './placement.js';
import { conflicts, place } from './placement.js';
import { faultOf } from './restic-faults.js';
import { digHoles } from './sparse-files.js';
import { Interrupted, BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';

type RestoreTask = Extract<BackupTask, { operation: 'RESTORE' }>;

/** Entries that a dry run names in the log. */
const namedInLogMax = 5_000;

/**
 * Restores into a directory of its own on the target's disk, and moves everything to its place only when all of it is
 * there and nothing is in the way.
 */
export async function runRestore(run: BackupContext, task: RestoreTask): Promise<void> {
  const check = await ownDataIsRefused(run);
  await checkDirectory(nearestDirectory(task.targetPath), check);
  const survey = await lookAhead(run, task, check);
  run.found.restore = survey.outcome;
  if (survey.outcome.files === 0 && survey.directories === 0) {
    throw new BackupError('NO_SNAPSHOT', `The snapshot holds nothing at ${task.include.join(', ')}.`);
  }
  if (task.dryRun) return;
  refuse(survey.blocked, survey.outcome, task);
  await restore(run, task, { outcome: survey.outcome, check });
}

/**
 * What the agent knows of its executions must not be replaced by what a snapshot knows, nor the secrets of a server on this
 * host by others, whatever link leads there.
 */
async function ownDataIsRefused({ places }: BackupContext): Promise<DirectoryCheck> {
  const isAgents = await within([places.agent]);
  const isServers = await within(places.server === null ? [] : [places.server]);
  return async (fd, path) => {
    const whose = (await isAgents(fd)) ? "the agent's own state" : (await isServers(fd)) ? "the server's data" : null;
    if (whose === null) return;
    const message = `${path || '/'} is ${whose} directory or lies in it: nothing is restored there.`;
    throw new BackupError('TARGET_EXISTS', `${message} Choose another directory, or paths without it.`);
  };
}

async function checkDirectory(path: string, check: DirectoryCheck): Promise<void> {
  const directory = await open(path, O_PATH | constants.O_DIRECTORY);
  try {
    await check(directory.fd, path);
  } finally {
    await directory.close();
  }
}

interface Placing {
  outcome: RestoreOutcome;
  check: DirectoryCheck;
}

interface Survey {
  outcome: RestoreOutcome;
  directories: number;
  /** What stands there and is never replaced: a directory for a file, or anything for a directory. */
  blocked: string[];
}

/** What would come, and what stands there already, by the snapshot's listing. */
async function lookAhead(
  run: BackupContext,
  { snapshotId, include, targetPath, dryRun }: RestoreTask,
  check: DirectoryCheck,
): Promise<Survey> {
  const outcome: RestoreOutcome = { dryRun, files: 0, bytes: 0, existing: [], existingCount: 0 };
  const survey: Survey = { outcome, directories: 0, blocked: [] };
  const entries: ListedEntry[] = [];
  await listSnapshot(run.repository, snapshotId, null, (entry) => {
    const isWanted = include.length === 0 || include.some((path) => isWithin(entry.path, path));
    const isOnTheWay = entry.type === 'dir' && include.some((path) => isWithin(path, entry.path));
    if (!isWanted && !isOnTheWay) return;
    entries.push(entry);
    if (!isWanted) return;
    if (entry.type === 'dir') survey.directories += 1;
    else outcome.files += 1;
    outcome.bytes += entry.size;
    if (dryRun && outcome.files + survey.directories <= namedInLogMax) run.report.say(`would restore ${entry.path}`);
  });
  for (const entry of entries) {
    run.interruption.check();
    if (await compare(entry, join(targetPath, entry.path), survey))
      await checkDirectory(join(targetPath, entry.path), check);
  }
  return survey;
}

/** Whether it is a directory on both sides, into which more may come. */
async function compare(entry: ListedEntry, path: string, { outcome, blocked }: Survey): Promise<boolean> {
  const standing = await lstat(path).catch((error: unknown) => {
    // Below something that is no directory there is nothing either.
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return null;
    throw error;
  });
  if (standing === null) return false;
  if (entry.type === 'dir' && standing.isDirectory()) return true;
  outcome.existingCount += 1;
  if (outcome.existing.length < backupLimits.restoreExistingNamed) outcome.existing.push(path);
  if ((entry.type === 'dir' || standing.isDirectory()) && blocked.length < backupLimits.restoreExistingNamed) {
    blocked.push(path);
  }
  return false;
}

function refuse(blocked: readonly string[], { existing, existingCount }: RestoreOutcome, task: RestoreTask): void {
  const [first] = blocked;
  if (first !== undefined) {
    throw new BackupError(
      'TARGET_EXISTS',
      `${first} is in the way: a directory is never replaced by a file, nor a file or link by a directory. Nothing was restored.`,
    );
  }
  if (existingCount > 0 && !task.overwrite) {
    throw new BackupError(
      'TARGET_EXISTS',
      `${existingCount} of the files exist already, the first is ${existing[0]}. Nothing was restored: ` +
        'choose another directory, or allow overwriting.',
    );
  }
}

async function restore(run: BackupContext, task: RestoreTask, found: Placing): Promise<void> {
  const { outcome } = found;
  const leftovers = new Leftovers(run.places.leftovers);
  const staging = await leftovers.make(nearestDirectory(task.targetPath), 'restore').catch(unwritable);
  try {
    const end = await extract(run, {
      snapshotId: task.snapshotId,
      into: staging.path,
      paths: task.include.length === 0 ? null : task.include,
      verify: false,
      expected: { step: 'restore', bytes: outcome.bytes, files: outcome.files },
    });
    if (end.code !== 0) throw faultOf(end);
    if (!run.version.atLeast(0, 15)) await digHoles(run, Buffer.from(staging.path));
    run.interruption.check();
    await settle(task, staging.path, found);
  } finally {
    await staging.remove();
  }
  run.report.say(`Restored ${outcome.files} files below ${task.targetPath}.`);
}

/** Looks once more, by the names as they are, and then moves; from here on an order to end comes too late. */
async function settle(task: RestoreTask, staging: string, { outcome, check }: Placing): Promise<void> {
  await mkdir(task.targetPath, { recursive: true }).catch(unwritable);
  const found = await conflicts(staging, task.targetPath, check);
  outcome.existing = found.slice(0, backupLimits.restoreExistingNamed).map(({ path }) => path);
  outcome.existingCount = found.length;
  const blocked = found.filter(({ mayBeReplaced }) => !mayBeReplaced).map(({ path }) => path);
  refuse(blocked, outcome, task);
  await place(staging, task.targetPath, { overwrite: task.overwrite, check }).catch(unwritable);
}

/** Where the staging directory is made: on the target's disk, whether the target exists or not. */
function nearestDirectory(path: string): string {
  return existsSync(path) ? realpathSync(path) : nearestDirectory(dirname(path));
}

function unwritable(error: unknown): never {
  if (error instanceof BackupError || error instanceof Interrupted) throw error;
  if (isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT')) {
    throw new BackupError('DISK_FULL', 'There is no room left on the disk that is restored to.');
  }
  throw new BackupError('RESTIC_FAILED', `The target cannot be written: ${describe(error)}`);
}

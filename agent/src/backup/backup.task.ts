import { lstatSync } from 'node:fs';
import type { BackupTask } from '@hyprbox/contracts';
import { isCode } from '../error-code.js';
import { afterwards } from './afterwards.js';
import type { BackupSummary } from './backup-summary.js';
import { readSummary } from './backup-summary.js';
import { runHook } from './hook.js';
import { openRepository } from './open-repository.js';
import { readProgress } from './progress.js';
import type { ResticEnd } from './restic.js';
import { faultOf } from './restic-faults.js';
import { named, UnsavedItems } from './unsaved-items.js';
import { BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';
import { warn } from './warning.js';

type MakeBackupTask = Extract<BackupTask, { operation: 'BACKUP' }>;

/** Restic's exit code when it made a snapshot but could not read everything. */
const incompleteCode = 3;

/** The post hook runs whatever the pre hook and the backup came to, also when the run was told to end. */
export async function runBackup(run: BackupContext, task: MakeBackupTask): Promise<void> {
  let fault: unknown = null;
  try {
    await hookOrFault(run, 'PRE', task.preHook);
    await backUp(run, task);
  } catch (error) {
    fault = error;
  }
  try {
    await hookOrFault(run, 'POST', task.postHook);
  } catch (error) {
    // What went wrong first is what has to be known first.
    fault ??= error;
  }
  if (fault !== null) throw fault;
}

async function hookOrFault(run: BackupContext, scope: 'PRE' | 'POST', hook: MakeBackupTask['preHook']): Promise<void> {
  if (hook === null) return;
  const failure = await runHook(run, scope, hook);
  if (scope === 'PRE') run.interruption.check();
  if (failure === null) return;
  const when = scope === 'PRE' ? 'before the backup, which was not made,' : 'after the backup';
  throw new BackupError('HOOK_FAILED', `The preset ${hook.preset} ${when} ended with ${failure}. See the log.`);
}

async function backUp(run: BackupContext, task: MakeBackupTask): Promise<void> {
  const present = task.paths.filter(exists);
  const missing = task.paths.filter((path) => !present.includes(path));
  if (present.length === 0) throw missingFault(missing, null);
  if (missing.length > 0) run.report.say(`Missing, and so not backed up: ${missing.join(', ')}`);
  run.report.say(`Backing up ${present.join(', ')}.`);
  // Not sooner: the pre hook may be what mounts the disk.
  await openRepository(run, { mayMake: run.order.initialize });
  await run.repository.clearDeadLocks();
  const { end, summary, unsaved } = await attempt(run, task, present);
  if (summary === null) throw faultOf(end);
  run.found.backup = summary;
  const { snapshotId, filesNew, filesChanged, bytesProcessed, bytesAdded } = summary;
  run.report.say(
    `Snapshot ${snapshotId.slice(0, 8)}: ${filesNew} files new, ${filesChanged} changed; ` +
      `${bytesProcessed} bytes read, ${bytesAdded} added to the repository.`,
  );
  await afterwards(run);
  judge(run, { end, summary, unsaved }, missing);
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    // Whatever else is wrong with it, restic tells.
    return !isCode(error, 'ENOENT') && !isCode(error, 'ENOTDIR');
  }
}

interface Attempt {
  end: ResticEnd;
  summary: BackupSummary | null;
  unsaved: UnsavedItems;
}

async function attempt(run: BackupContext, task: MakeBackupTask, paths: readonly string[]): Promise<Attempt> {
  const { order, repository, report } = run;
  let summary: BackupSummary | null = null;
  const unsaved = new UnsavedItems(paths);
  const end = await repository.whenUnlocked({
    command: [
      'backup',
      '--json',
      `--host=${order.nodeId}`,
      ...[...order.ownTags, ...task.tags].map((tag) => `--tag=${tag}`),
      ...task.excludes.map((pattern) => `--exclude=${pattern}`),
      ...(task.oneFileSystem ? ['--one-file-system'] : []),
    ],
    operands: paths,
    onComplaint: (complaint) => unsaved.note(complaint),
    onLine: (line) => {
      const progress = readProgress('backup', line);
      if (progress !== null) report.progress(progress);
      summary ??= readSummary(line);
    },
  });
  return { end, summary, unsaved };
}

/**
 * A snapshot that lacks something is no success, and is there all the same. What was gone while it was read is nobody's
 * fault: on a host that is in use there always is some.
 */
function judge(
  run: BackupContext,
  { end, summary, unsaved }: Attempt & { summary: BackupSummary },
  missing: readonly string[],
): void {
  const gone = [...missing, ...end.complaints.flatMap(({ text }) => vanishedPath(text) ?? [])];
  if (gone.length > 0) throw missingFault(gone, summary);
  if (end.code === 0) return;
  if (end.code !== incompleteCode) throw faultOf(end);
  const snapshot = summary.snapshotId.slice(0, 8);
  if (unsaved.gone > 0) {
    const what = unsaved.gone === 1 ? '1 file or directory was' : `${unsaved.gone} files or directories were`;
    warn(run, `${what} gone while being read, and so not in snapshot ${snapshot}${unsaved.goneInWords()}.`);
    if (unsaved.unreadable === 0) return;
  }
  throw new BackupError(
    'UNREADABLE_FILES',
    `The snapshot ${snapshot} lacks what could not be read${unsaved.unreadableInWords()}. ` +
      'Give the agent’s user access, or exclude it.',
  );
}

/** 0.14 leaves out a path that is gone and ends with 0. */
function vanishedPath(line: string): string | null {
  return /^(.*) does not exist, skipping$/.exec(line)?.[1] ?? null;
}

function missingFault(paths: readonly string[], summary: BackupSummary | null): BackupError {
  const made =
    summary === null ? 'Nothing was backed up.' : `The rest is in snapshot ${summary.snapshotId.slice(0, 8)}.`;
  return new BackupError(
    'MISSING_PATH',
    `There is nothing at${named(paths).slice(1)}. ${made} Correct the policy's paths.`,
  );
}

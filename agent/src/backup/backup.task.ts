import { lstatSync } from 'node:fs';
import type { VaultTask } from '@hyprbox/contracts';
import { isCode } from '../error-code.js';
import { afterwards } from './afterwards.js';
import type { BackupSummary } from './backup-summary.js';
import { readSummary } from './backup-summary.js';
import { runHook } from './hook.js';
import { makeRepository } from './new-repository.js';
import { readProgress } from './progress.js';
import type { ResticEnd } from './restic.js';
import { faultOf } from './restic-faults.js';
import { VaultFault } from './vault-fault.js';
import type { VaultRun } from './vault-run.js';

type BackupTask = Extract<VaultTask, { operation: 'BACKUP' }>;

/** Restic's exit code when it made a snapshot but could not read everything. */
const incompleteCode = 3;
const namedMax = 5;

/** The post hook runs whatever the pre hook and the backup came to, also when the run was told to end. */
export async function runBackup(run: VaultRun, task: BackupTask): Promise<void> {
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

async function hookOrFault(run: VaultRun, scope: 'PRE' | 'POST', hook: BackupTask['preHook']): Promise<void> {
  if (hook === null) return;
  const failure = await runHook(run, scope, hook);
  if (scope === 'PRE') run.interruption.check();
  if (failure === null) return;
  const when = scope === 'PRE' ? 'before the backup, which was not made,' : 'after the backup';
  throw new VaultFault('HOOK_FAILED', `The preset ${hook.preset} ${when} ended with ${failure}. See the log.`);
}

async function backUp(run: VaultRun, task: BackupTask): Promise<void> {
  const present = task.paths.filter(exists);
  const missing = task.paths.filter((path) => !present.includes(path));
  if (present.length === 0) throw missingFault(missing, null);
  if (missing.length > 0) run.report.say(`Missing, and so not backed up: ${missing.join(', ')}`);
  run.report.say(`Backing up ${present.join(', ')}.`);
  const { end, summary } = await attemptTwice(run, task, present);
  if (summary === null) throw faultOf(end);
  run.found.backup = summary;
  const { snapshotId, filesNew, filesChanged, bytesProcessed, bytesAdded } = summary;
  run.report.say(
    `Snapshot ${snapshotId.slice(0, 8)}: ${filesNew} files new, ${filesChanged} changed; ` +
      `${bytesProcessed} bytes read, ${bytesAdded} added to the repository.`,
  );
  await afterwards(run);
  judge(end, summary, missing);
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

/** The second time after the repository was made, where the policy says so. */
async function attemptTwice(run: VaultRun, task: BackupTask, paths: readonly string[]): Promise<Attempt> {
  const first = await attempt(run, task, paths);
  if (first.summary !== null || !run.order.initialize || faultOf(first.end).fault !== 'NO_REPOSITORY') return first;
  run.report.say('There is no repository yet: making one.');
  await makeRepository(run);
  return attempt(run, task, paths);
}

interface Attempt {
  end: ResticEnd;
  summary: BackupSummary | null;
}

async function attempt(run: VaultRun, task: BackupTask, paths: readonly string[]): Promise<Attempt> {
  const { order, repository, report } = run;
  let summary: BackupSummary | null = null;
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
    onLine: (line) => {
      const progress = readProgress('backup', line);
      if (progress !== null) report.progress(progress);
      summary ??= readSummary(line);
    },
  });
  return { end, summary };
}

/** A snapshot that lacks something is no success, and is there all the same. */
function judge(end: ResticEnd, summary: BackupSummary, missing: readonly string[]): void {
  const gone = [...missing, ...end.complaints.flatMap(({ text }) => vanishedPath(text) ?? [])];
  if (gone.length > 0) throw missingFault(gone, summary);
  if (end.code === 0) return;
  if (end.code !== incompleteCode) throw faultOf(end);
  const items = [...new Set(end.complaints.flatMap(({ item }) => item ?? []))];
  throw new VaultFault(
    'UNREADABLE_FILES',
    `The snapshot ${summary.snapshotId.slice(0, 8)} lacks what could not be read${named(items)}. ` +
      'Give the agent’s user access, or exclude it.',
  );
}

/** 0.14 leaves out a path that is gone and ends with 0. */
function vanishedPath(line: string): string | null {
  return /^(.*) does not exist, skipping$/.exec(line)?.[1] ?? null;
}

function missingFault(paths: readonly string[], summary: BackupSummary | null): VaultFault {
  const made =
    summary === null ? 'Nothing was backed up.' : `The rest is in snapshot ${summary.snapshotId.slice(0, 8)}.`;
  return new VaultFault(
    'MISSING_PATH',
    `There is nothing at${named(paths).slice(1)}. ${made} Correct the policy's paths.`,
  );
}

function named(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const more = paths.length > namedMax ? ` and ${paths.length - namedMax} more` : '';
  return `: ${paths.slice(0, namedMax).join(', ')}${more}`;
}

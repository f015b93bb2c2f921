import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { BackupSnapshot, DrillEvidence, BackupTask } from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';
import { availableBytes } from '../metrics/disk-space.js';
import { AnswerBudget } from './answer-budget.js';
import { extract } from './extraction.js';
import type { ProvenFile } from './file-manifest.js';
import { byPath, manifestSha256 } from './file-manifest.js';
import { runHook } from './hook.js';
import { Leftovers } from './leftovers.js';
import type { ListedEntry } from './listing.js';
import { listSnapshot } from './listing.js';
import { stepBegins } from './progress.js';
import type { ResticEnd } from './restic.js';
import { faultOf } from './restic-faults.js';
import { inspect } from './restored-file.js';
import { Sample, seededRandom } from './sample.js';
import { BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';

type DrillTask = Extract<BackupTask, { operation: 'DRILL' }>;
type Check = DrillEvidence['checks'][number];

/** What a disk takes for a file beyond its bytes. */
const overheadPerFileBytes = 8 * 1024;
/** What stays free on the disk that a drill restores to. */
const spareBytes = 64 * 1024 * 1024;
const namedDifferences = 3;

/** These say that no proof was possible, not that the backup is bad. */
const notTheBackups = ['WRONG_PASSWORD', 'NO_REPOSITORY', 'REPOSITORY_LOCKED', 'REPOSITORY_UNREACHABLE', 'DISK_FULL'];

/** Restores a sample of the newest snapshot aside, looks at every file of it, and records what it found. */
export async function runDrill(run: BackupContext, task: DrillTask): Promise<void> {
  const snapshot = await newestSnapshot(run);
  const sample = await chooseFiles(run, task, snapshot);
  const files = sample.files();
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const parent = task.directory ?? run.places.drills;
  await mkdir(parent, { recursive: true });
  await ensureRoom(parent, bytes + files.length * overheadPerFileBytes);
  const scratch = await new Leftovers(run.places.leftovers).make(parent, 'drill');
  try {
    await prove(run, task, { snapshot, files, bytes, isWhole: sample.isWhole, scratch: scratch.path });
  } finally {
    await scratch.remove();
  }
}

async function newestSnapshot(run: BackupContext): Promise<BackupSnapshot> {
  const newest = (await run.repository.snapshots()).at(-1);
  if (newest !== undefined) return newest;
  throw new BackupError('NO_SNAPSHOT', 'This node has no snapshot under this policy yet: run a backup first.');
}

async function chooseFiles(
  run: BackupContext,
  task: DrillTask,
  { id, at }: BackupSnapshot,
): Promise<Sample<ListedEntry>> {
  run.report.progress(stepBegins('list'));
  // Said, so that the same files can be chosen again.
  const seed = randomInt(2 ** 32);
  const sample = new Sample<ListedEntry>(task.files, seededRandom(seed));
  await listSnapshot(run.repository, id, null, (entry) => {
    if (entry.type === 'file') sample.offer(entry);
  });
  const { length } = sample.files();
  if (length === 0)
    throw new BackupError('VERIFICATION_FAILED', `The snapshot ${id.slice(0, 8)} holds no files at all.`);
  run.report.say(
    `Restoring ${length} files of snapshot ${id.slice(0, 8)} of ${at}${sample.isWhole ? ', all of it' : `, chosen by the seed ${seed}`}.`,
  );
  return sample;
}

async function ensureRoom(directory: string, bytes: number): Promise<void> {
  const free = await availableBytes(directory);
  const needed = bytes + spareBytes;
  if (free >= needed) return;
  throw new BackupError(
    'DISK_FULL',
    `The drill needs ${mebibytes(needed)} in ${directory}, where ${mebibytes(free)} are free. ` +
      'Choose another directory or fewer files.',
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2)} MiB`;
}

interface Drill {
  snapshot: BackupSnapshot;
  files: readonly ListedEntry[];
  bytes: number;
  isWhole: boolean;
  scratch: string;
}

async function prove(run: BackupContext, task: DrillTask, drill: Drill): Promise<void> {
  const { snapshot, files, bytes, isWhole, scratch } = drill;
  const startedAt = performance.now();
  const end = await extract(run, {
    snapshotId: snapshot.id,
    into: scratch,
    paths: isWhole ? null : files.map(({ path }) => path),
    verify: true,
    expected: { step: 'restore', bytes, files: files.length },
  });
  const restoreSeconds = Math.round(performance.now() - startedAt) / 1000;
  if (end.code !== 0 && notTheBackups.includes(faultOf(end).fault)) throw faultOf(end);
  const { proven, check: listing } = await compare(run, scratch, files);
  const checks: Check[] = [resticCheck(end), listing];
  if (task.verify !== null) {
    const failure = await runHook(run, 'VERIFY', task.verify, { HYPRBOX_RESTORED_DIR: scratch });
    checks.push({ name: 'script', ok: failure === null, detail: failure });
  }
  run.interruption.check();
  run.found.drill = evidence(snapshot, proven, checks, restoreSeconds);
  const failed = checks.find(({ ok }) => !ok);
  if (failed !== undefined) throw new BackupError('VERIFICATION_FAILED', failureOf(failed, task));
  run.report.say(`Proven: ${proven.length} files restored in ${restoreSeconds} s and verified.`);
}

function resticCheck(end: ResticEnd): Check {
  return end.code === 0
    ? { name: 'restic', ok: true, detail: null }
    : { name: 'restic', ok: false, detail: end.complaints[0]?.text ?? `exit code ${end.code}` };
}

async function compare(
  run: BackupContext,
  scratch: string,
  files: readonly ListedEntry[],
): Promise<{ proven: ProvenFile[]; check: Check }> {
  const proven: ProvenFile[] = [];
  const differences: string[] = [];
  for (const entry of files) {
    run.interruption.check();
    const { file, difference } = await inspect(scratch, entry);
    if (file === null) differences.push(`${entry.path} ${difference}`);
    else proven.push(file);
    const progress = { ...stepBegins('verify'), filesDone: proven.length, filesTotal: files.length };
    run.report.progress({ ...progress, fraction: proven.length / files.length, currentFile: entry.path });
  }
  for (const difference of differences) run.report.say(`Not as in the snapshot: ${difference}`);
  const named = differences.slice(0, namedDifferences).join('; ');
  const more = differences.length > namedDifferences ? ` and ${differences.length - namedDifferences} more` : '';
  const ok = differences.length === 0;
  return { proven: proven.sort(byPath), check: { name: 'listing', ok, detail: ok ? null : `${named}${more}` } };
}

function evidence(
  snapshot: BackupSnapshot,
  proven: readonly ProvenFile[],
  checks: Check[],
  restoreSeconds: number,
): DrillEvidence {
  const budget = new AnswerBudget(backupLimits.drillFilesNamed);
  return {
    snapshotId: snapshot.id,
    snapshotAt: snapshot.at,
    files: proven.filter(({ path }) => budget.admits(path)),
    filesRestored: proven.length,
    bytesRestored: proven.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    manifestSha256: manifestSha256(proven),
    checks,
    restoreSeconds,
  };
}

function failureOf({ name, detail }: Check, task: DrillTask): string {
  switch (name) {
    case 'restic':
      return `The snapshot could not be restored as it is stored: ${detail}. Run a check of the repository.`;
    case 'listing':
      return `What was restored is not what the snapshot lists: ${detail}.`;
    case 'script':
      return `The preset ${task.verify?.preset} does not accept what was restored: it ended with ${detail}. See the log.`;
  }
}

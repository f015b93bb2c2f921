import { stepBegins } from './progress.js';
import { describe } from '../log.js';
import { answerSnapshots } from './snapshot-answer.js';
import { BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';

/** Looks at what the repository holds now. What was done is done, also when this fails. */
export async function afterwards(run: BackupContext): Promise<void> {
  run.report.progress(stepBegins('list'));
  try {
    const snapshots = await run.repository.snapshots();
    const { backup } = run.found;
    const made = backup && snapshots.find(({ id }) => id.startsWith(backup.snapshotId));
    if (backup && made) {
      backup.snapshotId = made.id;
      made.sizeBytes ??= backup.bytesProcessed;
    }
    Object.assign(run.found, answerSnapshots(snapshots));
    const bytes = await run.repository.bytes();
    if (bytes !== null) run.found.repositoryBytes = bytes;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    run.report.say(`The snapshots could not be listed: ${describe(error)}`);
  }
}

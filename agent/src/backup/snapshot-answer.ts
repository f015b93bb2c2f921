import type { BackupSnapshot, BackupResult } from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';

/** All of a result is one line of output, of which the server keeps the newest 4 MiB. */
const answerBytesMax = 2 * 1024 * 1024;

/**
 * As many of the snapshots as a result has room for: the newest, and how many older ones are left out. They are given
 * and returned oldest first.
 */
export function answerSnapshots(
  snapshots: readonly BackupSnapshot[],
): Required<Pick<BackupResult, 'snapshots' | 'snapshotsLeftOut'>> {
  const newest: BackupSnapshot[] = [];
  let bytes = 0;
  for (const snapshot of snapshots.slice(-backupLimits.snapshotsListed).reverse()) {
    const shown = clipped(snapshot);
    bytes += Buffer.byteLength(JSON.stringify(shown));
    if (bytes > answerBytesMax) break;
    newest.push(shown);
  }
  return { snapshots: newest.reverse(), snapshotsLeftOut: snapshots.length - newest.length };
}

/** One that somebody made by hand may hold more than any of ours, and must not keep the others from being told of. */
function clipped(snapshot: BackupSnapshot): BackupSnapshot {
  const { pathsPerPolicy, pathLength, tagsPerSnapshot, snapshotTagLength } = backupLimits;
  return {
    ...snapshot,
    paths: snapshot.paths.slice(0, pathsPerPolicy).map((path) => path.slice(0, pathLength)),
    tags: snapshot.tags.slice(0, tagsPerSnapshot).map((tag) => tag.slice(0, snapshotTagLength)),
  };
}

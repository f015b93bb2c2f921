import {
  backupFaults,
  backupLimits,
  repositoryIdPattern,
  type BackupProgress,
  type BackupSnapshot,
  type DrillEvidence,
  type RestoreOutcome,
  type SnapshotDifference,
  type SnapshotEntry,
  type SnapshotMatches,
  type SnapshotTree,
  type BackupResult,
} from '@hyprbox/contracts';
import {
  clipped,
  count,
  figure,
  flag,
  instant,
  list,
  matching,
  name,
  object,
  oneOf,
  orNull,
  text,
  UnreadableError,
  type Fields,
} from './result-reader.js';

const detailLength = 1000;
const fullId = /^[0-9a-f]{64}$/;
const anyId = /^[0-9a-f]{8,64}$/;
/** As `ls -l` prints it, or in digits. */
const modePattern = /^[A-Za-z0-9?+.@-]{1,16}$/;

/**
 * Reads what the agent's program said last: its `result`. It is the node's word, so nothing of it is taken that is not
 * in its form, and nothing of it at all when any part is not.
 *
 * @returns null for what is no result
 */
export function readResult(line: string): BackupResult | null {
  try {
    const event = object(JSON.parse(line), 'event');
    if (event['event'] !== 'result') return null;
    return resultOf(object(event['result'], 'result'));
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @returns null for a line that is none of progress */
export function readProgress(line: string): BackupProgress | null {
  try {
    const event = object(JSON.parse(line), 'event');
    return event['event'] === 'progress' ? progressOf(object(event['progress'], 'progress')) : null;
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function resultOf(fields: Fields): BackupResult {
  const optional = <T>(name: string, read: (value: unknown) => T): T | undefined =>
    fields[name] === undefined || fields[name] === null ? undefined : read(fields[name]);
  const repositoryId = optional('repositoryId', (value) => matching(value, repositoryIdPattern, 'repositoryId'));
  const backup = optional('backup', backupOf);
  const repositoryBytes = optional('repositoryBytes', (value) => count(value, 'repositoryBytes'));
  const retention = optional('retention', retentionOf);
  const restore = optional('restore', restoreOf);
  const drill = optional('drill', drillOf);
  const snapshots = optional('snapshots', (value) =>
    list(value, backupLimits.snapshotsListed, 'snapshots', snapshotOf),
  );
  const snapshotsLeftOut = optional('snapshotsLeftOut', (value) => count(value, 'snapshotsLeftOut'));
  const tree = optional('tree', treeOf);
  const matches = optional('matches', matchesOf);
  const difference = optional('difference', differenceOf);
  return {
    fault: orNull(fields['fault'], (value) => oneOf(value, backupFaults, 'fault')),
    message: orNull(fields['message'], (value) => clipped(value, backupLimits.messageLength, 'message')),
    resticVersion: orNull(fields['resticVersion'], (value) => clipped(value, 64, 'resticVersion')),
    ...(repositoryId !== undefined && { repositoryId }),
    ...(backup && { backup }),
    ...(repositoryBytes !== undefined && { repositoryBytes }),
    ...(retention && { retention }),
    ...(restore && { restore }),
    ...(drill && { drill }),
    ...(snapshots && { snapshots }),
    ...(snapshotsLeftOut !== undefined && { snapshotsLeftOut }),
    ...(tree && { tree }),
    ...(matches && { matches }),
    ...(difference && { difference }),
  };
}

function backupOf(value: unknown): NonNullable<BackupResult['backup']> {
  const { snapshotId, filesNew, filesChanged, bytesAdded, bytesProcessed } = object(value, 'backup');
  return {
    snapshotId: matching(snapshotId, anyId, 'backup.snapshotId'),
    filesNew: count(filesNew, 'backup.filesNew'),
    filesChanged: count(filesChanged, 'backup.filesChanged'),
    bytesAdded: count(bytesAdded, 'backup.bytesAdded'),
    bytesProcessed: count(bytesProcessed, 'backup.bytesProcessed'),
  };
}

function retentionOf(value: unknown): NonNullable<BackupResult['retention']> {
  const { kept, removed } = object(value, 'retention');
  return { kept: count(kept, 'retention.kept'), removed: count(removed, 'retention.removed') };
}

function restoreOf(value: unknown): RestoreOutcome {
  const { dryRun, files, bytes, existing, existingCount } = object(value, 'restore');
  return {
    dryRun: flag(dryRun, 'restore.dryRun'),
    files: count(files, 'restore.files'),
    bytes: count(bytes, 'restore.bytes'),
    existing: list(existing, backupLimits.restoreExistingNamed, 'restore.existing', pathOf),
    existingCount: count(existingCount, 'restore.existingCount'),
  };
}

function drillOf(value: unknown): DrillEvidence {
  const fields = object(value, 'drill');
  return {
    snapshotId: matching(fields['snapshotId'], anyId, 'drill.snapshotId'),
    snapshotAt: instant(fields['snapshotAt'], 'drill.snapshotAt'),
    files: list(fields['files'], backupLimits.drillFilesNamed, 'drill.files', (each) => {
      const { path, sizeBytes, mode, sha256 } = object(each, 'drill.file');
      return {
        path: pathOf(path),
        sizeBytes: count(sizeBytes, 'drill.file.sizeBytes'),
        mode: matching(mode, modePattern, 'drill.file.mode'),
        sha256: matching(sha256, fullId, 'drill.file.sha256'),
      };
    }),
    filesRestored: count(fields['filesRestored'], 'drill.filesRestored'),
    bytesRestored: count(fields['bytesRestored'], 'drill.bytesRestored'),
    manifestSha256: matching(fields['manifestSha256'], fullId, 'drill.manifestSha256'),
    checks: list(fields['checks'], 3, 'drill.checks', (each) => {
      const { name, ok, detail } = object(each, 'drill.check');
      return {
        name: oneOf(name, ['restic', 'listing', 'script'] as const, 'drill.check.name'),
        ok: flag(ok, 'drill.check.ok'),
        detail: orNull(detail, (given) => clipped(given, detailLength, 'drill.check.detail')),
      };
    }),
    restoreSeconds: figure(fields['restoreSeconds'], 'drill.restoreSeconds'),
  };
}

function snapshotOf(value: unknown): BackupSnapshot {
  const { id, nodeId, at, paths, tags, sizeBytes, files } = object(value, 'snapshot');
  return {
    id: matching(id, anyId, 'snapshot.id'),
    nodeId: text(nodeId, 128, 'snapshot.nodeId'),
    at: instant(at, 'snapshot.at'),
    paths: list(paths, backupLimits.pathsPerPolicy, 'snapshot.paths', pathOf),
    tags: list(tags, backupLimits.tagsPerSnapshot, 'snapshot.tags', (tag) =>
      text(tag, backupLimits.snapshotTagLength, 'snapshot.tag'),
    ),
    sizeBytes: orNull(sizeBytes, (given) => count(given, 'snapshot.sizeBytes')),
    files: orNull(files, (given) => count(given, 'snapshot.files')),
  };
}

function treeOf(value: unknown): SnapshotTree {
  const { snapshotId, path, entries, truncated } = object(value, 'tree');
  return {
    snapshotId: matching(snapshotId, anyId, 'tree.snapshotId'),
    path: pathOf(path),
    entries: list(entries, backupLimits.treeEntries, 'tree.entries', entryOf),
    truncated: flag(truncated, 'tree.truncated'),
  };
}

function entryOf(value: unknown): SnapshotEntry {
  const { path, type, sizeBytes, modifiedAt, mode } = object(value, 'entry');
  return {
    path: pathOf(path),
    type: oneOf(type, ['file', 'dir', 'symlink', 'other'] as const, 'entry.type'),
    sizeBytes: count(sizeBytes, 'entry.sizeBytes'),
    modifiedAt: instant(modifiedAt, 'entry.modifiedAt'),
    mode: matching(mode, modePattern, 'entry.mode'),
  };
}

function matchesOf(value: unknown): SnapshotMatches {
  const { matches, truncated } = object(value, 'matches');
  return {
    matches: list(matches, backupLimits.findMatches, 'matches.matches', (each) => {
      const { snapshotId, snapshotAt } = object(each, 'match');
      return {
        ...entryOf(each),
        snapshotId: matching(snapshotId, anyId, 'match.snapshotId'),
        snapshotAt: instant(snapshotAt, 'match.snapshotAt'),
      };
    }),
    truncated: flag(truncated, 'matches.truncated'),
  };
}

function differenceOf(value: unknown): SnapshotDifference {
  const { from, to, changes, addedBytes, removedBytes, truncated } = object(value, 'difference');
  return {
    from: matching(from, anyId, 'difference.from'),
    to: matching(to, anyId, 'difference.to'),
    changes: list(changes, backupLimits.diffChanges, 'difference.changes', (each) => {
      const { path, change } = object(each, 'change');
      return { path: pathOf(path), change: oneOf(change, ['+', '-', 'M', 'U', 'T'] as const, 'change.change') };
    }),
    addedBytes: count(addedBytes, 'difference.addedBytes'),
    removedBytes: count(removedBytes, 'difference.removedBytes'),
    truncated: flag(truncated, 'difference.truncated'),
  };
}

function progressOf(fields: Fields): BackupProgress {
  const known = <T>(name: string, read: (value: unknown, what: string) => T): T | null =>
    orNull(fields[name], (value) => read(value, name));
  return {
    step: text(fields['step'], 64, 'step'),
    fraction: orNull(fields['fraction'], (value) => Math.min(1, figure(value, 'fraction'))),
    bytesDone: count(fields['bytesDone'], 'bytesDone'),
    bytesTotal: known('bytesTotal', count),
    filesDone: count(fields['filesDone'], 'filesDone'),
    filesTotal: known('filesTotal', count),
    currentFile: orNull(fields['currentFile'], pathOf),
    secondsRemaining: known('secondsRemaining', figure),
  };
}

/** A path as it stands in a snapshot, which may be longer than a system call takes, and hold anything but NUL. */
function pathOf(value: unknown): string {
  return name(value, 4 * backupLimits.pathLength, 'path');
}

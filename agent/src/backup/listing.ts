import type { SnapshotEntry } from '@hyprbox/contracts';
import { entryType, listedMode } from './file-mode.js';
import type { Repository } from './repository.js';
import type { Fields } from './restic-json.js';
import { jsonObject, numberOf, textOf } from './restic-json.js';

/** One entry of a snapshot as `restic ls` and `restic find` print it. What is no UTF-8 in a path stands as U+FFFD. */
export interface ListedEntry {
  path: string;
  /** Restic's word: file, dir, symlink, fifo, socket, dev, chardev. */
  type: string;
  size: number;
  /** Go's os.FileMode. */
  goMode: number;
  modified: string;
}

export function readEntry(fields: Fields): ListedEntry | null {
  const path = textOf(fields.path);
  const type = textOf(fields.type);
  if (path === null || type === null) return null;
  const modified = textOf(fields.mtime) ?? '';
  return { path, type, size: numberOf(fields.size) ?? 0, goMode: numberOf(fields.mode) ?? 0, modified };
}

export function snapshotEntry(entry: ListedEntry): SnapshotEntry {
  const modified = new Date(entry.modified);
  return {
    path: entry.path,
    type: entryType(entry.type),
    sizeBytes: entry.size,
    modifiedAt: (Number.isNaN(modified.getTime()) ? new Date(0) : modified).toISOString(),
    mode: listedMode(entry.type, entry.goMode),
  };
}

/** Everything in a snapshot, or what lies directly in one of its directories, an entry at a time. */
export async function listSnapshot(
  repository: Repository,
  snapshotId: string,
  directory: string | null,
  onEntry: (entry: ListedEntry) => void,
): Promise<void> {
  await repository.ask({
    command: ['ls', '--json'],
    operands: directory === null ? [snapshotId] : [snapshotId, directory],
    onLine: (line) => {
      const fields = jsonObject(line);
      const entry = fields === null ? null : readEntry(fields);
      if (entry !== null) onEntry(entry);
    },
  });
}

import { isAbsolute } from 'node:path';
import type { BackupOrder, BackupTask } from '@hyprbox/contracts';
import { readDataPattern, repositoryIdPattern, repositoryPattern, snapshotIdPattern } from '@hyprbox/contracts';
import { fieldsOf } from './restic-json.js';
import { BackupError } from './backup-error.js';

/**
 * Reads what the server ordered. Its types are the contract's; what could be taken for an option, or leave the place it
 * is meant for, is looked at here again.
 *
 * @throws BackupError RESTIC_FAILED
 */
export function readOrder(text: string): BackupOrder {
  const fields = fieldsOf(JSON.parse(text));
  if (fields?.version !== 1) throw refused('it is of another version: bring the agent up to date');
  // The server wrote it by the same contract.
  const order = fields as unknown as BackupOrder;
  if (!repositoryPattern.test(order.repository)) throw refused('the repository is none that restic is used with');
  if (order.repositoryId && !repositoryIdPattern.test(order.repositoryId)) throw refused('a repository’s id is none');
  if (order.ownTags.some((tag) => tag.includes(','))) throw refused('a tag holds a comma');
  refuseUnsafe(order.task);
  return order;
}

function refuseUnsafe(task: BackupTask): void {
  switch (task.operation) {
    case 'BACKUP':
      if (task.tags.some((tag) => tag.includes(','))) throw refused('a tag holds a comma');
      return refusePaths([...task.paths]);
    case 'PRUNE':
    case 'SNAPSHOTS':
      return;
    case 'CHECK':
      if (task.readData !== null && !readDataPattern.test(task.readData)) throw refused('how much to read is unclear');
      return;
    case 'RESTORE':
      refuseSnapshots([task.snapshotId]);
      return refusePaths([task.targetPath, ...task.include]);
    case 'DRILL':
      return refusePaths(task.directory === null ? [] : [task.directory]);
    case 'TREE':
      refuseSnapshots([task.snapshotId]);
      return refusePaths([task.path]);
    case 'FIND':
      if (/[\0\n]/.test(task.pattern) || task.pattern === '')
        throw refused('the pattern is empty or has several lines');
      return;
    case 'DIFF':
      return refuseSnapshots([task.from, task.to]);
    default:
      throw refused('the agent does not know the operation: bring it up to date');
  }
}

function refusePaths(paths: readonly string[]): void {
  for (const path of paths) {
    if (!isAbsolute(path) || path.includes('\0')) throw refused(`the path ${path} is not absolute`);
  }
}

function refuseSnapshots(ids: readonly string[]): void {
  if (ids.some((id) => !snapshotIdPattern.test(id))) throw refused('a snapshot’s id is none');
}

function refused(reason: string): BackupError {
  return new BackupError('RESTIC_FAILED', `The order was not carried out: ${reason}.`);
}

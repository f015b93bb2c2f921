import { createHash } from 'node:crypto';
import type { BackupTask } from '@hyprbox/contracts';

export type QueryTask = Extract<BackupTask, { operation: 'SNAPSHOTS' | 'TREE' | 'FIND' | 'DIFF' }>;

/** The same query has the same key. */
export function keyOf(policyId: string, repository: string, nodeId: string, task: QueryTask): string {
  return createHash('sha256')
    .update(JSON.stringify([policyId, repository, nodeId, task]))
    .digest('hex');
}

import { createHash } from 'node:crypto';
import type { VaultTask } from '@hyprbox/contracts';

export type QuestionTask = Extract<VaultTask, { operation: 'SNAPSHOTS' | 'TREE' | 'FIND' | 'DIFF' }>;

/** The same question has the same key. */
export function keyOf(policyId: string, repository: string, nodeId: string, task: QuestionTask): string {
  return createHash('sha256')
    .update(JSON.stringify([policyId, repository, nodeId, task]))
    .digest('hex');
}

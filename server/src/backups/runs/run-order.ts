import type { BackupRetention, BackupRunKind, BackupTask } from '@hyprbox/contracts';
import { hookOf, type OrderedPolicy } from '../orders/backup-order.js';
import type { HookRole, RenderedHooks } from '../policies/hook-scripts.js';
import type { RunTrigger } from './backup-run.entity.js';

/** A run as it is asked for: what the node is to do, and the scripts that belong to it. */
export interface RunOrder {
  policy: OrderedPolicy;
  nodeId: string;
  task: Extract<BackupTask, { operation: BackupRunKind }>;
  hooks: RenderedHooks;
  trigger: RunTrigger;
  scheduledFor: Date | null;
  /** Who asked for it. */
  createdBy: { id: string; name: string } | null;
}

/** What follows from a policy alone; for a restore, a person says more. */
export type PolicyRunKind = Exclude<BackupRunKind, 'RESTORE'>;

/** The scripts that a run of a kind needs. */
export const hooksOf: Readonly<Record<PolicyRunKind, readonly HookRole[]>> = {
  BACKUP: ['preHook', 'postHook'],
  PRUNE: [],
  CHECK: [],
  DRILL: ['drillVerify'],
};

/** What a policy says of a run of a kind. */
export function taskOf({ fields }: OrderedPolicy, kind: PolicyRunKind, hooks: RenderedHooks): RunOrder['task'] {
  switch (kind) {
    case 'BACKUP':
      return {
        operation: kind,
        paths: fields.paths,
        excludes: fields.excludes,
        oneFileSystem: fields.oneFileSystem,
        tags: fields.tags,
        preHook: hookOf(fields.preHook, hooks.preHook),
        postHook: hookOf(fields.postHook, hooks.postHook),
      };
    case 'PRUNE':
      return { operation: kind, retention: fields.retention };
    case 'CHECK':
      return { operation: kind, readData: fields.checkReadData };
    case 'DRILL':
      return {
        operation: kind,
        files: fields.drillFiles,
        directory: fields.drillDirectory,
        verify: hookOf(fields.drillVerify, hooks.drillVerify),
      };
  }
}

/** Whether it says to keep anything: without, nothing is ever removed. */
export function keepsAnything(retention: BackupRetention): boolean {
  return Object.values(retention).some((count: number | undefined) => (count ?? 0) > 0);
}

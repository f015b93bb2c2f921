import { Injectable } from '@nestjs/common';
import type { BackupRetention } from '@hyprbox/contracts';
import { HookScripts } from '../policies/hook-scripts.js';
import { hookOf, type HookRole, type OrderedPolicy, type RenderedHooks } from '../vault/vault-orders.js';
import type { RunOrder } from './run-queueing.service.js';

type PlannedKind = 'BACKUP' | 'PRUNE' | 'CHECK' | 'DRILL';

const hooksOf: Readonly<Record<PlannedKind, readonly HookRole[]>> = {
  BACKUP: ['preHook', 'postHook'],
  PRUNE: [],
  CHECK: [],
  DRILL: ['drillVerify'],
};

/** Makes the order of a run from its policy, with its scripts as they are now. */
@Injectable()
export class RunOrders {
  constructor(private readonly hooks: HookScripts) {}

  /** @throws InvalidInputError for a preset that is gone, or that has changed so that its variables no longer fit */
  make(
    policy: OrderedPolicy,
    kind: PlannedKind,
    rest: Pick<RunOrder, 'nodeId' | 'trigger' | 'scheduledFor' | 'createdBy'>,
  ): RunOrder {
    const hooks = this.hooks.render(policy.fields, hooksOf[kind]);
    return { ...rest, policy, hooks, task: taskOf(policy, kind, hooks) };
  }
}

function taskOf({ fields }: OrderedPolicy, kind: PlannedKind, hooks: RenderedHooks): RunOrder['task'] {
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

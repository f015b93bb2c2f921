import type { VaultOperation, VaultResult } from '@hyprbox/contracts';
import type { Outcome } from '../../executions/execution-state.js';

/** What a result must bring with it to be the one of this operation. */
const proves: Readonly<Record<VaultOperation, (result: VaultResult) => boolean>> = {
  BACKUP: ({ backup }) => backup !== undefined,
  PRUNE: ({ retention }) => retention !== undefined,
  CHECK: () => true,
  RESTORE: ({ restore }) => restore !== undefined,
  DRILL: ({ drill }) => drill !== undefined && drill.checks.length > 0 && drill.checks.every(({ ok }) => ok),
  SNAPSHOTS: ({ snapshots }) => snapshots !== undefined,
  TREE: ({ tree }) => tree !== undefined,
  FIND: ({ matches }) => matches !== undefined,
  DIFF: ({ difference }) => difference !== undefined,
};

/**
 * How an attempt ended, from its exit and from its result. Both must say that all went well, and the result must hold
 * what the operation is there for: whatever else there is, is no success.
 */
export function verdict(operation: VaultOperation, outcome: Outcome, result: VaultResult | null): Outcome {
  if (outcome.status !== 'SUCCEEDED') return outcome;
  if (!result) return { status: 'FAILED', reason: 'INTERRUPTED' };
  return result.fault === null && proves[operation](result) ? outcome : { status: 'FAILED', reason: 'EXIT_CODE' };
}

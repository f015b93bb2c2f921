import type { BackupRunKind, BackupRunReason, ExecutionStatus } from '@hyprbox/contracts';
import { reasonTexts } from '../orders/run-reason.js';

/** What a kind of run is called at the start of a sentence. */
export const runNames: Readonly<Record<BackupRunKind, string>> = {
  BACKUP: 'Backup',
  PRUNE: 'Retention',
  CHECK: 'Repository check',
  RESTORE: 'Restore',
  DRILL: 'Restore drill',
};

/** A run as sentences about it need it. */
export interface NamedRun {
  kind: BackupRunKind;
  isDryRun: boolean;
  policyName: string;
  nodeId: string;
}

export interface EndedRun extends NamedRun {
  status: ExecutionStatus;
  reason: BackupRunReason | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** `Backup of web-1 (etc)`, `Restore (dry run) of web-1 (etc)` */
function nameOf({ kind, isDryRun, policyName, nodeId }: NamedRun): string {
  return `${runNames[kind]}${isDryRun ? ' (dry run)' : ''} of ${nodeId} (${policyName})`;
}

export function queuedMessage(run: NamedRun, by: string | null): string {
  const what = nameOf(run);
  return by === null ? `${what} is due` : `${what} was asked for by ${by}`;
}

export function endedMessage(run: EndedRun): string {
  const { status, reason, startedAt, finishedAt } = run;
  const took =
    startedAt && finishedAt ? ` after ${((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1)} s` : '';
  const what = nameOf(run);
  if (status === 'SUCCEEDED') return `${what} succeeded${took}`;
  if (status === 'CANCELLED')
    return startedAt ? `${what} was cancelled${took}` : `${what} was cancelled before it started`;
  return `${what} failed${took}: ${reason === null ? 'nobody knows why' : reasonTexts[reason]}`;
}

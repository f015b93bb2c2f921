import type { BackupProgramEvent, BackupOrder, BackupResult, BackupTask } from '@hyprbox/contracts';
import type { FakeServer } from '../../testing/fake-server.js';
import type { ReceivedExecution } from '../../testing/received-execution.js';
import { outputOf } from '../../testing/received-execution.js';

/** An order as the server writes it. */
export function backupOrder(repository: string, task: BackupTask, more: Partial<BackupOrder> = {}): BackupOrder {
  return {
    version: 1,
    policyId: '0190a0b0-0000-7000-8000-000000000001',
    nodeId: 'web-1',
    repository,
    ownTags: ['hyprbox', 'policy-1'],
    initialize: true,
    uploadLimitKiBps: null,
    downloadLimitKiBps: null,
    priority: 'NORMAL',
    task,
    ...more,
  };
}

export function backupOf(
  paths: string[],
  more: Partial<Extract<BackupTask, { operation: 'BACKUP' }>> = {},
): Extract<BackupTask, { operation: 'BACKUP' }> {
  return {
    operation: 'BACKUP',
    paths,
    excludes: [],
    oneFileSystem: false,
    tags: [],
    preHook: null,
    postHook: null,
    ...more,
  };
}

/** Queues the order at the fake server; its password is the agent's variable VAULT_PASSWORD. */
export function queueOrder(
  server: FakeServer,
  order: BackupOrder,
  secretRefs: Record<string, string> = {},
): ReceivedExecution {
  return server.queue(JSON.stringify(order), {
    kind: 'VAULT',
    secretRefs: { HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: 'env:VAULT_PASSWORD', ...secretRefs },
  });
}

export function eventsOf(received: ReceivedExecution): BackupProgramEvent[] {
  const lines = outputOf(received, 'stdout').toString().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as BackupProgramEvent);
}

export function resultOf(received: ReceivedExecution): BackupResult {
  const last = eventsOf(received).at(-1);
  if (last?.event !== 'result') throw new Error(`no result: ${outputOf(received, 'stderr').toString()}`);
  return last.result;
}

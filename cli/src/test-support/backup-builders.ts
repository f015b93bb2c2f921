import type {
  BackupPolicy,
  BackupRunDetails,
  BackupSnapshot,
  BackupSummary,
  BackupTarget,
  DrillEvidence,
} from '@hyprbox/contracts';

export const policyId = '0198c0de-0000-7000-8000-0000000000aa';
export const runId = '0198c0de-0000-7000-8000-0000000000bb';
export const snapshotId = '1a2b3c4d'.padEnd(64, '0');

export function aPolicy(changes: Partial<BackupPolicy> = {}): BackupPolicy {
  return {
    id: policyId,
    name: 'etc',
    nodeId: 'web-1',
    tag: null,
    repository: '/srv/backup',
    passwordRef: 'file:/etc/restic.pass',
    environment: {},
    paths: ['/etc'],
    excludes: [],
    oneFileSystem: false,
    tags: [],
    schedule: '0 2 * * *',
    timezone: 'UTC',
    catchUp: 'RUN_ONCE',
    retention: { keepDaily: 7 },
    initialize: true,
    enabled: true,
    preHook: null,
    postHook: null,
    uploadLimitKiBps: null,
    downloadLimitKiBps: null,
    priority: 'NORMAL',
    checkSchedule: null,
    checkReadData: null,
    drillSchedule: '0 5 * * 0',
    drillFiles: 100,
    drillDirectory: null,
    drillVerify: null,
    maxBackupAgeHours: null,
    maxProofAgeDays: null,
    scheduleText: 'At 02:00, every day',
    nextRuns: ['2026-01-03T02:00:00.000Z'],
    nodes: 1,
    protection: 'PROTECTED',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function aTarget(changes: Partial<BackupTarget> = {}): BackupTarget {
  return {
    policyId,
    policyName: 'etc',
    nodeId: 'web-1',
    protection: 'PROTECTED',
    backupOverdue: false,
    proofOverdue: false,
    repository: '/srv/backup',
    lastGoodBackupAt: '2026-01-02T02:00:00.000Z',
    lastSnapshotId: snapshotId,
    lastProvenRestoreAt: '2025-12-28T05:00:00.000Z',
    restoreSeconds: 4.2,
    restoredBytes: 1024,
    repositoryBytes: 4096,
    lastRun: { id: runId, kind: 'BACKUP', status: 'SUCCEEDED', reason: null },
    nextBackupAt: '2026-01-03T02:00:00.000Z',
    nextDrillAt: null,
    nextCheckAt: null,
    ...changes,
  };
}

export function aBackupSummary(changes: Partial<BackupSummary> = {}): BackupSummary {
  return {
    policies: 1,
    targets: { FAILING: 0, OVERDUE: 0, NEVER: 0, UNPROVEN: 0, PROTECTED: 1, PAUSED: 0 },
    backups: { fresh: 1, overdue: 0, never: 0 },
    proofs: { fresh: 1, overdue: 0, never: 0 },
    medianRestoreSeconds: 252,
    unprotectedNodes: 0,
    running: 0,
    failed24h: 0,
    ...changes,
  };
}

export function aBackupRun(changes: Partial<BackupRunDetails> = {}): BackupRunDetails {
  return {
    id: runId,
    policyId,
    policyName: 'etc',
    nodeId: 'web-1',
    kind: 'BACKUP',
    status: 'QUEUED',
    reason: null,
    message: null,
    trigger: 'USER',
    scheduledFor: null,
    snapshotId: null,
    dryRun: false,
    targetPath: null,
    filesNew: null,
    filesChanged: null,
    bytesAdded: null,
    bytesProcessed: null,
    repositoryBytes: null,
    progress: null,
    createdBy: 'u-1',
    createdByName: 'Ada',
    cancelRequestedAt: null,
    createdAt: '2026-01-02T03:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    log: '',
    drill: null,
    restore: null,
    retention: null,
    ...changes,
  };
}

export function aSnapshot(changes: Partial<BackupSnapshot> = {}): BackupSnapshot {
  return {
    id: snapshotId,
    nodeId: 'web-1',
    at: '2026-01-02T02:00:00.000Z',
    paths: ['/etc'],
    tags: [],
    sizeBytes: 3 * 1024 * 1024,
    files: 120,
    ...changes,
  };
}

export function anEvidence(changes: Partial<DrillEvidence> = {}): DrillEvidence {
  return {
    snapshotId,
    snapshotAt: '2026-01-02T02:00:00.000Z',
    files: [{ path: '/etc/hosts', sizeBytes: 120, mode: '-rw-r--r--', sha256: 'a'.repeat(64) }],
    filesRestored: 1,
    bytesRestored: 120,
    manifestSha256: 'b'.repeat(64),
    checks: [
      { name: 'restic', ok: true, detail: null },
      { name: 'listing', ok: true, detail: '1 file compared' },
    ],
    restoreSeconds: 4.2,
    ...changes,
  };
}

import type {
  BackupPolicy,
  BackupProgress,
  BackupProtection,
  BackupRun,
  BackupRunDetails,
  BackupSnapshot,
  BackupSummary,
  BackupTarget,
} from '@hyprbox/contracts';

export const aSnapshotId = '4f1c2e9d'.repeat(8);

export function aPolicy(change: Partial<BackupPolicy> = {}): BackupPolicy {
  return {
    id: 'policy-1',
    name: 'shop-files',
    nodeId: 'web-1',
    tag: null,
    repository: '/srv/backups/shop',
    passwordRef: 'file:/etc/hyprnode/restic-password',
    environment: {},
    paths: ['/srv/shop'],
    excludes: [],
    oneFileSystem: false,
    tags: [],
    schedule: '30 2 * * *',
    timezone: 'Europe/Berlin',
    catchUp: 'RUN_ONCE',
    retention: { keepDaily: 7, keepWeekly: 4 },
    initialize: true,
    enabled: true,
    preHook: null,
    postHook: null,
    uploadLimitKiBps: null,
    downloadLimitKiBps: null,
    priority: 'LOW',
    checkSchedule: null,
    checkReadData: null,
    drillSchedule: '0 4 * * 0',
    drillFiles: 100,
    drillDirectory: null,
    drillVerify: null,
    maxBackupAgeHours: null,
    maxProofAgeDays: null,
    scheduleText: 'At 02:30 AM',
    nextRuns: ['2026-03-02T01:30:00.000Z'],
    nodes: 1,
    protection: 'PROTECTED',
    createdAt: '2026-01-02T03:04:05.000Z',
    updatedAt: '2026-01-02T03:04:05.000Z',
    ...change,
  };
}

export function aTarget(change: Partial<BackupTarget> = {}): BackupTarget {
  return {
    policyId: 'policy-1',
    policyName: 'shop-files',
    nodeId: 'web-1',
    protection: 'PROTECTED',
    backupOverdue: false,
    proofOverdue: false,
    repository: '/srv/backups/shop',
    lastGoodBackupAt: '2026-03-01T01:30:40.000Z',
    lastSnapshotId: aSnapshotId,
    lastProvenRestoreAt: '2026-03-01T03:02:00.000Z',
    restoreSeconds: 252,
    restoredBytes: 2_100_000_000,
    repositoryBytes: 8_000_000_000,
    lastRun: null,
    nextBackupAt: '2026-03-02T01:30:00.000Z',
    nextDrillAt: '2026-03-08T03:00:00.000Z',
    nextCheckAt: null,
    ...change,
  };
}

/** One policy and nothing else, unless said otherwise. What fails is old in both ways. */
export function aBackupSummary(
  targets: Partial<Record<BackupProtection, number>> = {},
  change: Partial<Omit<BackupSummary, 'targets'>> = {},
): BackupSummary {
  const { FAILING = 0, OVERDUE = 0, NEVER = 0, UNPROVEN = 0, PROTECTED = 0 } = targets;
  return {
    policies: 1,
    targets: { FAILING: 0, OVERDUE: 0, NEVER: 0, UNPROVEN: 0, PROTECTED: 0, PAUSED: 0, ...targets },
    backups: { fresh: UNPROVEN + PROTECTED, overdue: FAILING + OVERDUE, never: NEVER },
    proofs: { fresh: PROTECTED, overdue: FAILING + OVERDUE, never: UNPROVEN + NEVER },
    medianRestoreSeconds: null,
    unprotectedNodes: 0,
    running: 0,
    failed24h: 0,
    ...change,
  };
}

export function aRun(change: Partial<BackupRun> = {}): BackupRun {
  return {
    id: 'run-1',
    policyId: 'policy-1',
    policyName: 'shop-files',
    nodeId: 'web-1',
    kind: 'BACKUP',
    status: 'SUCCEEDED',
    reason: null,
    message: null,
    trigger: 'SCHEDULE',
    scheduledFor: null,
    snapshotId: aSnapshotId,
    dryRun: false,
    targetPath: null,
    filesNew: 12,
    filesChanged: 3,
    bytesAdded: 340_000_000,
    bytesProcessed: 2_100_000_000,
    repositoryBytes: 8_000_000_000,
    progress: null,
    createdBy: null,
    createdByName: null,
    cancelRequestedAt: null,
    createdAt: '2026-03-01T01:30:00.000Z',
    startedAt: '2026-03-01T01:30:01.000Z',
    finishedAt: '2026-03-01T01:30:41.000Z',
    ...change,
  };
}

export function someProgress(change: Partial<BackupProgress> = {}): BackupProgress {
  return {
    step: 'backup',
    fraction: 0.42,
    bytesDone: 900_000_000,
    bytesTotal: 2_100_000_000,
    filesDone: 1_700,
    filesTotal: 4_200,
    currentFile: '/srv/shop/orders.csv',
    secondsRemaining: 75,
    ...change,
  };
}

export function someRunDetails(change: Partial<BackupRunDetails> = {}): BackupRunDetails {
  return { ...aRun(), log: '', drill: null, restore: null, retention: null, ...change };
}

export function aSnapshot(change: Partial<BackupSnapshot> = {}): BackupSnapshot {
  return {
    id: aSnapshotId,
    nodeId: 'web-1',
    at: '2026-03-01T01:30:40.000Z',
    paths: ['/srv/shop'],
    tags: [],
    sizeBytes: 2_100_000_000,
    files: 4_200,
    ...change,
  };
}

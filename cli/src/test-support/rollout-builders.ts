import type {
  Approval,
  OutputGroup,
  Rollout,
  RolloutCounts,
  RolloutPlan,
  RolloutSummary,
  RolloutTarget,
  Schedule,
} from '@hyprbox/contracts';

export const rolloutId = '0198c0de-0000-7000-8000-0000000000e1';
export const scheduleId = '0198c0de-0000-7000-8000-0000000000f1';
export const approvalId = '0198c0de-0000-7000-8000-0000000000f2';

export function counts(changes: Partial<RolloutCounts> = {}): RolloutCounts {
  return {
    pending: 0,
    waiting: 0,
    queued: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    lost: 0,
    skipped: 0,
    expired: 0,
    cancelled: 0,
    ...changes,
  };
}

export function aRolloutSummary(changes: Partial<RolloutSummary> = {}): RolloutSummary {
  return {
    id: rolloutId,
    name: 'package-update',
    state: 'RUNNING',
    reason: null,
    detail: null,
    preset: 'package-update',
    presetVersion: 3,
    scriptSha256: 'a'.repeat(64),
    targetsDigest: 'b'.repeat(64),
    counts: counts({ pending: 10, running: 1, succeeded: 1 }),
    targets: 12,
    wave: 2,
    waveCount: 3,
    budget: '10%',
    budgetHosts: 1,
    createdBy: 'u-1',
    createdByName: 'Ada',
    createdAt: '2026-01-02T03:00:00.000Z',
    startAt: null,
    startedAt: '2026-01-02T03:00:01.000Z',
    finishedAt: null,
    retryOf: null,
    scheduleId: null,
    approvalId: null,
    ...changes,
  };
}

export function aRollout(changes: Partial<Rollout> = {}): Rollout {
  const wave = { soakSeconds: 0, finished: 0, failed: 0, startedAt: null, finishedAt: null };
  return {
    ...aRolloutSummary(),
    script: 'echo hello\n',
    variables: {},
    selector: { tagsAll: ['web'] },
    waves: [
      { ...wave, number: 1, size: '1', targets: 1, finished: 1 },
      { ...wave, number: 2, size: '10%', targets: 1, soakSeconds: 600 },
      { ...wave, number: 3, size: '100%', targets: 10 },
    ],
    whenOffline: 'WAIT',
    waitSeconds: 86_400,
    timeoutSeconds: 3600,
    gates: { heartbeat: true, checkPreset: 'system-facts' },
    windowId: null,
    duringMaintenance: false,
    retriedBy: [],
    ...changes,
  };
}

export function aTarget(changes: Partial<RolloutTarget> = {}): RolloutTarget {
  return {
    nodeId: 'web-1',
    hostname: 'web-1.example.com',
    wave: 1,
    state: 'RUNNING',
    jobId: '0198c0de-0000-7000-8000-000000000001',
    checkJobId: null,
    reason: null,
    exitCode: null,
    waitUntil: null,
    startedAt: '2026-01-02T03:00:01.000Z',
    finishedAt: null,
    ...changes,
  };
}

export function aPlan(changes: Partial<RolloutPlan> = {}): RolloutPlan {
  return {
    targets: 12,
    targetsDigest: 'b'.repeat(64),
    scriptSha256: 'a'.repeat(64),
    script: 'echo hello\n',
    presetVersion: 3,
    budgetHosts: 1,
    waves: [
      { number: 1, size: '1', soakSeconds: 0, targets: 1, hosts: ['web-1'] },
      { number: 2, size: '10%', soakSeconds: 600, targets: 1, hosts: ['web-2'] },
      { number: 3, size: '100%', soakSeconds: 0, targets: 10, hosts: ['web-3', 'web-4'] },
    ],
    unavailable: [{ nodeId: 'web-7', reason: 'OFFLINE', becomes: 'WAITING_HOST', until: '2026-01-03T14:05:00.000Z' }],
    unavailableCount: 1,
    needsApproval: false,
    approvalCauses: [],
    warnings: [],
    ...changes,
  };
}

export function anOutputGroup(changes: Partial<OutputGroup> = {}): OutputGroup {
  return {
    sha256: 'c'.repeat(64),
    count: 2,
    exitCode: 0,
    state: 'SUCCEEDED',
    stdout: 'active\n',
    stderr: '',
    stdoutBytes: 7,
    stderrBytes: 0,
    hosts: [
      { nodeId: 'web-1', jobId: '0198c0de-0000-7000-8000-000000000001' },
      { nodeId: 'web-2', jobId: '0198c0de-0000-7000-8000-000000000002' },
    ],
    ...changes,
  };
}

export function aSchedule(changes: Partial<Schedule> = {}): Schedule {
  return {
    id: scheduleId,
    name: 'weekly updates',
    cron: '0 4 * * 0',
    timezone: 'Europe/Berlin',
    rollout: { preset: 'package-update', variables: { reboot: false }, selector: { tagsAll: ['web'] } },
    overlap: 'SKIP',
    misfire: 'RUN_ONCE',
    startDeadlineSeconds: 3600,
    jitterSeconds: 0,
    enabled: true,
    version: 4,
    words: 'At 04:00, only on Sunday',
    nextAt: '2026-01-04T03:00:00.000Z',
    lastFire: {
      dueAt: '2025-12-28T03:00:00.000Z',
      at: '2025-12-28T03:00:01.000Z',
      outcome: 'STARTED',
      rolloutId,
      preset: { name: 'package-update', version: 2, sha256: 'a'.repeat(64) },
      detail: null,
    },
    currentPreset: { name: 'package-update', version: 3, sha256: 'b'.repeat(64), state: 'PUBLISHED' },
    createdBy: 'u-1',
    createdByName: 'Ada',
    createdAt: '2025-12-01T00:00:00.000Z',
    updatedAt: '2025-12-01T00:00:00.000Z',
    ...changes,
  };
}

export function anApproval(changes: Partial<Approval> = {}): Approval {
  return {
    id: approvalId,
    rolloutId,
    name: 'package-update',
    state: 'PENDING',
    causes: ['PRESET', 'HOSTS'],
    preset: 'package-update',
    targets: 12,
    digest: 'd'.repeat(64),
    requestedBy: 'u-1',
    requestedByName: 'Ada',
    requestedAt: '2026-01-02T03:00:00.000Z',
    expiresAt: '2026-01-03T03:00:00.000Z',
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    comment: null,
    script: 'echo new\necho same\n',
    scriptSha256: 'a'.repeat(64),
    lastScript: 'echo old\necho same\n',
    lastRolloutId: null,
    lastJobId: null,
    ...changes,
  };
}

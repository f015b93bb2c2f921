import type {
  OutputGroup,
  Rollout,
  RolloutCounts,
  RolloutPlan,
  RolloutSummary,
  RolloutTarget,
} from '@hyprbox/contracts';

export function someCounts(change: Partial<RolloutCounts> = {}): RolloutCounts {
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
    ...change,
  };
}

export function aRolloutSummary(change: Partial<RolloutSummary> = {}): RolloutSummary {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    name: 'Restart nginx',
    state: 'RUNNING',
    reason: null,
    detail: null,
    preset: 'restart-service',
    presetVersion: 3,
    scriptSha256: 'ab12'.repeat(16),
    targetsDigest: 'cd34'.repeat(16),
    counts: someCounts({ pending: 2, running: 1 }),
    targets: 3,
    wave: 1,
    waveCount: 2,
    budget: '10%',
    budgetHosts: 1,
    createdBy: 'user-1',
    createdByName: 'M. Keller',
    createdAt: '2026-01-02T03:04:05.000Z',
    startAt: null,
    startedAt: '2026-01-02T03:04:06.000Z',
    finishedAt: null,
    retryOf: null,
    scheduleId: null,
    approvalId: null,
    ...change,
  };
}

/** Of three hosts: web-1 first, then web-2 and web-3. */
export function aRollout(change: Partial<Rollout> = {}): Rollout {
  const wave = { soakSeconds: 0, finished: 0, failed: 0, startedAt: null, finishedAt: null };
  return {
    ...aRolloutSummary(),
    script: 'systemctl restart nginx\n',
    variables: { service: 'nginx' },
    selector: { tagsAny: ['web'] },
    waves: [
      { ...wave, number: 1, size: '1', targets: 1 },
      { ...wave, number: 2, size: '100%', targets: 2 },
    ],
    whenOffline: 'WAIT',
    waitSeconds: 86_400,
    timeoutSeconds: 3_600,
    gates: {},
    windowId: null,
    duringMaintenance: false,
    retriedBy: [],
    ...change,
  };
}

export function aTarget(nodeId: string, change: Partial<RolloutTarget> = {}): RolloutTarget {
  return {
    nodeId,
    hostname: nodeId,
    wave: 1,
    state: 'PENDING',
    jobId: null,
    checkJobId: null,
    reason: null,
    exitCode: null,
    waitUntil: null,
    startedAt: null,
    finishedAt: null,
    ...change,
  };
}

export function aPlan(change: Partial<RolloutPlan> = {}): RolloutPlan {
  return {
    targets: 2,
    targetsDigest: 'cd34',
    scriptSha256: 'ab12',
    script: 'echo planned',
    presetVersion: 4,
    budgetHosts: 1,
    waves: [
      { number: 1, size: '1', soakSeconds: 0, targets: 1, hosts: ['web-1'] },
      { number: 2, size: '100%', soakSeconds: 300, targets: 1, hosts: ['web-2'] },
    ],
    unavailable: [],
    unavailableCount: 0,
    needsApproval: false,
    approvalCauses: [],
    warnings: [],
    ...change,
  };
}

export function anOutputGroup(change: Partial<OutputGroup> = {}): OutputGroup {
  return {
    sha256: 'aa',
    count: 1,
    exitCode: 0,
    state: 'SUCCEEDED',
    stdout: 'active\n',
    stderr: '',
    stdoutBytes: 7,
    stderrBytes: 0,
    hosts: [{ nodeId: 'web-1', jobId: 'job-1' }],
    ...change,
  };
}

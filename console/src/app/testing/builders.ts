import { defaultSettings } from '@hyprbox/contracts';
import type { FleetSummary, History, JobSummary, Node, NodeToken, User } from '@hyprbox/contracts';

export function aUser(change: Partial<User> = {}): User {
  return { id: 'user-1', email: 'mkeller@example.net', name: 'M. Keller', role: 'ADMIN', ...change };
}

export function aNode(change: Partial<Node> = {}): Node {
  return {
    id: 'web-1',
    hostname: 'web-1.example.net',
    displayName: null,
    status: 'ONLINE',
    lastSeenAt: new Date().toISOString(),
    intervalSeconds: 15,
    agentVersion: '0.1.0',
    tags: [],
    metrics: { cpuPct: 34, memPct: 52, diskPct: 61 },
    inventory: { os: 'Debian 12', cpuCores: 8, region: 'eu-central' },
    ...change,
  };
}

export function aSummary(change: Partial<FleetSummary> = {}): FleetSummary {
  return {
    total: 1,
    byStatus: { ONLINE: 1, WARNING: 0, CRITICAL: 0, OFFLINE: 0, UNKNOWN: 0 },
    jobs: { queued: 0, running: 0, succeeded24h: 0, failed24h: 0 },
    longestSilence: null,
    thresholds: defaultSettings.thresholds,
    ...change,
  };
}

/** A history in which nothing was measured, so that no chart has to be drawn. */
export function anEmptyHistory(): History {
  return { resolutionSeconds: 60, band: 'p5-p95', points: [] };
}

/** Points a minute apart from `from` on, each with the same figures; null where nothing was measured. */
export function aHistory(from: string, cpuPct: readonly (number | null)[]): History {
  const points = cpuPct.map((cpu, index) => ({
    at: new Date(Date.parse(from) + index * 60_000).toISOString(),
    cpuPct: cpu,
    memPct: cpu,
    diskPct: cpu,
    load1: cpu,
    netRxBps: cpu,
    netTxBps: cpu,
    diskReadBps: cpu,
    diskWriteBps: cpu,
  }));
  return { resolutionSeconds: 60, band: 'p5-p95', points };
}

export function aJob(change: Partial<JobSummary> = {}): JobSummary {
  return {
    id: 'job-1',
    nodeId: 'web-1',
    preset: 'restart-service',
    presetVersion: 1,
    isTest: false,
    variables: {},
    scriptSha256: '9c1f',
    status: 'SUCCEEDED',
    reason: null,
    message: null,
    exitCode: 0,
    signal: null,
    lateExitCode: null,
    attempt: 1,
    timeoutSeconds: 600,
    cancelRequestedAt: null,
    createdBy: 'user-1',
    createdByName: 'M. Keller',
    rolloutId: null,
    createdAt: '2026-01-02T03:04:05.000Z',
    startedAt: null,
    finishedAt: null,
    stdoutBytes: 0,
    stderrBytes: 0,
    stdoutDroppedBytes: 0,
    stderrDroppedBytes: 0,
    ...change,
  };
}

export function aToken(change: Partial<NodeToken> = {}): NodeToken {
  return {
    id: 'token-1',
    name: 'web fleet',
    prefix: 'a1b2c3d4',
    nodeId: null,
    createdAt: '2026-01-02T03:04:05.000Z',
    lastUsedAt: null,
    revokedAt: null,
    ...change,
  };
}

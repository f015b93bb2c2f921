import { defaultSettings } from '@hyprbox/contracts';
import type { FleetSummary, Job, Node, Preset } from '@hyprbox/contracts';

export function aNode(changes: Partial<Node> = {}): Node {
  return {
    id: 'web-1',
    hostname: 'web-1.example.com',
    displayName: null,
    status: 'ONLINE',
    lastSeenAt: '2026-01-02T03:04:00.000Z',
    intervalSeconds: 15,
    agentVersion: '0.1.0',
    tags: [],
    metrics: { cpuPct: 12.4, memPct: 50, diskPct: 71, load1: 0.5 },
    inventory: {},
    ...changes,
  };
}

export function aSummary(byStatus: Partial<FleetSummary['byStatus']>): FleetSummary {
  const counts = { ONLINE: 0, WARNING: 0, CRITICAL: 0, OFFLINE: 0, UNKNOWN: 0, ...byStatus };
  return {
    total: Object.values(counts).reduce((total, count) => total + count, 0),
    byStatus: counts,
    jobs: { queued: 0, running: 0, succeeded24h: 0, failed24h: 0 },
    longestSilence: null,
    thresholds: defaultSettings.thresholds,
  };
}

export function aPreset(changes: Partial<Preset> = {}): Preset {
  return {
    name: 'nginx',
    title: 'Nginx',
    description: 'A web server',
    category: 'web',
    version: 3,
    variables: [],
    template: '#!/usr/bin/env bash\n',
    ...changes,
  };
}

export function aVariable(changes: Partial<Preset['variables'][number]> = {}): Preset['variables'][number] {
  return {
    name: 'domain',
    type: 'string',
    label: 'Domain',
    description: '',
    required: true,
    default: null,
    ...changes,
  };
}

export const jobId = '0198c0de-0000-7000-8000-000000000001';

export function aJob(changes: Partial<Job> = {}): Job {
  return {
    id: jobId,
    nodeId: 'web-1',
    preset: 'nginx',
    presetVersion: 3,
    variables: {},
    script: 'echo hello\n',
    scriptSha256: 'a'.repeat(64),
    status: 'QUEUED',
    reason: null,
    exitCode: null,
    signal: null,
    lateExitCode: null,
    message: null,
    attempt: 0,
    timeoutSeconds: 3600,
    cancelRequestedAt: null,
    createdBy: 'u-1',
    createdByName: 'Ada',
    rolloutId: null,
    isTest: false,
    createdAt: '2026-01-02T03:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    stdout: '',
    stderr: '',
    stdoutBytes: 0,
    stderrBytes: 0,
    stdoutDroppedBytes: 0,
    stderrDroppedBytes: 0,
    ...changes,
  };
}

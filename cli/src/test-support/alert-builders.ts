import type { AlertDetails, AlertRule, AlertWindow, Beat } from '@hyprbox/contracts';

export const alertId = '0198c0de-0000-7000-8000-0000000000a1';
export const windowId = '0198c0de-0000-7000-8000-0000000000b1';
export const ruleId = '0198c0de-0000-7000-8000-0000000000c1';

export function anAlert(changes: Partial<AlertDetails> = {}): AlertDetails {
  return {
    id: alertId,
    ruleId,
    ruleName: 'Filesystem full',
    kind: 'METRIC',
    target: { nodeId: 'web-1', mount: '/var' },
    state: 'FIRING',
    severity: 'CRITICAL',
    value: 96.25,
    unit: '%',
    peak: 97,
    pendingSince: '2026-01-02T03:00:00.000Z',
    firedAt: '2026-01-02T03:01:00.000Z',
    resolvedAt: null,
    ackedBy: null,
    ackedUntil: null,
    note: null,
    inhibitedBy: null,
    windowId: null,
    timesFired: 1,
    runbook: null,
    events: [{ at: '2026-01-02T03:01:00.000Z', kind: 'FIRED', detail: '96.25 %' }],
    deliveries: [],
    ...changes,
  };
}

export function anAlertRule(changes: Partial<AlertRule> = {}): AlertRule {
  return {
    id: ruleId,
    name: 'Filesystem full',
    kind: 'METRIC',
    selector: { all: true },
    condition: { metric: 'filesystemPct', op: '>', fire: 95, clear: 93, aggregate: 'LAST', windowSeconds: 0 },
    forSeconds: 60,
    keepSeconds: 300,
    severity: 'CRITICAL',
    noData: 'HOLD',
    enabled: true,
    version: 3,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  } as AlertRule; // a condition of the rule's kind is the caller's to give
}

export function aWindow(changes: Partial<AlertWindow> = {}): AlertWindow {
  return {
    id: windowId,
    name: 'Upgrade',
    kind: 'MAINTENANCE',
    selector: { nodeIds: ['web-1'] },
    from: '2026-01-02T03:00:00.000Z',
    to: '2026-01-02T05:00:00.000Z',
    createdBy: 'ada@example.com',
    createdAt: '2026-01-02T03:00:00.000Z',
    active: true,
    activeUntil: '2026-01-02T05:00:00.000Z',
    nextAt: null,
    ...changes,
  };
}

export function aBeat(changes: Partial<Beat> = {}): Beat {
  return {
    id: '0198c0de-0000-7000-8000-0000000000d1',
    name: 'nightly dump',
    periodSeconds: 86_400,
    graceSeconds: 300,
    status: 'ON_TIME',
    createdAt: '2026-01-01T00:00:00.000Z',
    lastPingAt: '2026-01-02T02:00:00.000Z',
    lateAt: '2026-01-03T02:05:00.000Z',
    startedAt: null,
    lastExitCode: 0,
    lastBody: null,
    lastBodyBytes: 0,
    ...changes,
  };
}

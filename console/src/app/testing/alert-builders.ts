import type { Alert, AlertChannel, AlertDetails, AlertRule, AlertSummary, AlertWindow } from '@hyprbox/contracts';

export const anAlertId = '0197e2a0-0000-7000-8000-0000000000a1';

export function anAlert(change: Partial<Alert> = {}): Alert {
  return {
    id: anAlertId,
    ruleId: 'rule-1',
    ruleName: 'CPU busy for long',
    kind: 'METRIC',
    target: { nodeId: 'web-1' },
    state: 'FIRING',
    severity: 'WARNING',
    value: 93.4,
    unit: '%',
    peak: 97.1,
    pendingSince: '2026-01-02T03:04:05.000Z',
    firedAt: '2026-01-02T03:14:05.000Z',
    resolvedAt: null,
    ackedBy: null,
    ackedUntil: null,
    note: null,
    inhibitedBy: null,
    windowId: null,
    timesFired: 1,
    runbook: null,
    ...change,
  };
}

export function someAlertDetails(change: Partial<AlertDetails> = {}): AlertDetails {
  return {
    ...anAlert(),
    events: [
      { at: '2026-01-02T03:04:05.000Z', kind: 'PENDING', detail: 'It fires if it lasts 600 s.' },
      { at: '2026-01-02T03:14:05.000Z', kind: 'FIRED', detail: '93.4%, more than 90%.' },
    ],
    deliveries: [],
    ...change,
  };
}

export function anAlertSummary(change: Partial<AlertSummary> = {}): AlertSummary {
  return {
    firing: { WARNING: 0, CRITICAL: 0 },
    pending: 0,
    acknowledged: 0,
    silenced: 0,
    inhibited: 0,
    rules: [],
    evaluatedAt: '2026-01-02T03:20:00.000Z',
    ...change,
  };
}

export function aRule(change: Partial<AlertRule> = {}): AlertRule {
  return {
    id: 'rule-1',
    name: 'CPU busy for long',
    kind: 'METRIC',
    selector: { all: true },
    condition: { metric: 'cpuPct', op: '>', fire: 90, clear: 80, aggregate: 'MEAN', windowSeconds: 300 },
    forSeconds: 600,
    keepSeconds: 120,
    severity: 'WARNING',
    noData: 'HOLD',
    enabled: true,
    version: 3,
    createdAt: '2026-01-02T03:04:05.000Z',
    updatedAt: '2026-01-02T03:04:05.000Z',
    ...change,
    // Kind and condition belong together, which a part of a union cannot tell.
  } as AlertRule;
}

export function aChannel(change: Partial<AlertChannel> = {}): AlertChannel {
  return {
    id: 'channel-1',
    name: 'On call',
    type: 'NTFY',
    config: { url: 'https://ntfy.sh', topic: 'ops-7f3a9c' },
    secrets: { token: { set: true } },
    sendResolved: true,
    enabled: true,
    createdAt: '2026-01-02T03:04:05.000Z',
    updatedAt: '2026-01-02T03:04:05.000Z',
    ...change,
  };
}

export function aWindow(change: Partial<AlertWindow> = {}): AlertWindow {
  return {
    id: 'window-1',
    name: 'Patch day',
    kind: 'MAINTENANCE',
    selector: { tagsAny: ['web'] },
    from: '2026-01-02T02:00:00.000Z',
    to: '2026-01-02T06:00:00.000Z',
    createdBy: 'M. Keller',
    createdAt: '2026-01-02T01:00:00.000Z',
    active: true,
    activeUntil: '2026-01-02T06:00:00.000Z',
    nextAt: null,
    ...change,
  };
}

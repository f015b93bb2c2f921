import type { Alert, AlertEvent, AlertTarget } from '@hyprbox/contracts';
import type { AlertEventEntity } from './alert-event.entity.js';
import type { AlertEntity } from './alert.entity.js';

export function toAlert(alert: AlertEntity): Alert {
  const { id, ruleId, ruleName, kind, state, severity, value, unit, peak, note, inhibitedBy, windowId } = alert;
  return {
    id,
    ruleId,
    ruleName,
    kind,
    target: toTarget(alert),
    state,
    severity,
    value,
    unit,
    peak,
    pendingSince: alert.pendingSince.toISOString(),
    firedAt: alert.firedAt?.toISOString() ?? null,
    resolvedAt: alert.resolvedAt?.toISOString() ?? null,
    ackedBy: alert.ackedByName,
    ackedUntil: alert.ackedUntil?.toISOString() ?? null,
    note,
    inhibitedBy,
    windowId,
    timesFired: alert.timesFired,
    runbook: alert.runbook,
  };
}

type TargetColumns = Pick<AlertEntity, 'nodeId' | 'mount' | 'preset' | 'policyId' | 'beatId' | 'selfCheck'>;

export function toTarget({ nodeId, mount, preset, policyId, beatId, selfCheck }: TargetColumns): AlertTarget {
  return {
    ...(nodeId !== null && { nodeId }),
    ...(mount !== null && { mount }),
    ...(preset !== null && { preset }),
    ...(policyId !== null && { policyId }),
    ...(beatId !== null && { beatId }),
    ...(selfCheck !== null && { check: selfCheck }),
  };
}

export function toAlertEvent({ at, kind, actorName, detail, jobId }: AlertEventEntity): AlertEvent {
  return {
    at: at.toISOString(),
    kind,
    ...(actorName !== null && { actor: actorName }),
    detail,
    ...(jobId !== null && { jobId }),
  };
}

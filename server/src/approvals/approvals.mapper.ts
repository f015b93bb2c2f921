import type { Approval, ApprovalSummary } from '@hyprbox/contracts';
import type { ApprovalRow, ApprovalScripts } from './approval-reading.repository.js';

export function toApprovalSummary({ requestedAt, expiresAt, decidedAt, ...row }: ApprovalRow): ApprovalSummary {
  return {
    ...row,
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

export function toApproval(row: ApprovalRow, { script, scriptSha256, last }: ApprovalScripts): Approval {
  return {
    ...toApprovalSummary(row),
    script,
    scriptSha256,
    lastScript: last?.script ?? null,
    lastRolloutId: last?.rolloutId ?? null,
    lastJobId: last?.jobId ?? null,
  };
}

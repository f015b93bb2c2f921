import type { ExecutionReason, ExecutionStatus, TargetReason, TargetState } from '@hyprbox/contracts';

/** How the job of a host stands, as far as it tells how the host does. */
export interface JobStanding {
  status: ExecutionStatus;
  reason: ExecutionReason | null;
  startedAt: Date | null;
}

/** What else decides what an end means. */
export interface Circumstances {
  /** The host was taken out of the fleet. */
  isDecommissioned: boolean;
  /** The rollout was aborted. */
  isAborted: boolean;
}

/** What has become of a host, from its job. */
export function targetOf(
  { status, reason, startedAt }: JobStanding,
  { isDecommissioned, isAborted }: Circumstances,
): { state: TargetState; reason: TargetReason | null } {
  switch (status) {
    case 'QUEUED':
    case 'RUNNING':
    case 'SUCCEEDED':
      return { state: status, reason: null };
    case 'FAILED':
      return reason === 'AGENT_LOST'
        ? { state: 'LOST', reason }
        : { state: 'FAILED', reason: reason === 'EXPIRED' ? null : reason };
    case 'CANCELLED':
      if (startedAt === null && isDecommissioned) return { state: 'SKIPPED', reason: 'DECOMMISSIONED' };
      if (reason === 'EXPIRED') return { state: 'EXPIRED', reason: 'OFFLINE' };
      return { state: 'CANCELLED', reason: isAborted ? 'ABORTED' : 'CANCELLED' };
  }
}

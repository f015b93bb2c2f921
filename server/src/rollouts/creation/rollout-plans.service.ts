import { Injectable } from '@nestjs/common';
import { limits, type CreateRollout, type OfflineAction, type RolloutPlan, type TargetState } from '@hyprbox/contracts';
import { MaintenanceWindows } from '../../alerts/windows/maintenance-windows.js';
import type { UserPrincipal } from '../../identity/principal.js';
import { Clock } from '../../time/clock.js';
import type { FrozenRollout } from './frozen-rollout.js';
import { HostAvailability, type UnavailableHost } from './host-availability.js';
import { RolloutApprovals, startOf } from './rollout-approvals.js';
import { RolloutCreationService } from './rollout-creation.service.js';

/** Hosts that a plan names of each wave, and of those that are not available; the others are counted. */
const namedHosts = limits.pageMax;

/** Says what a rollout would do, and makes nothing. */
@Injectable()
export class RolloutPlansService {
  constructor(
    private readonly creation: RolloutCreationService,
    private readonly approvals: RolloutApprovals,
    private readonly availability: HostAvailability,
    private readonly windows: MaintenanceWindows,
    private readonly clock: Clock,
  ) {}

  /** Refuses what would be refused if it were made; but of no host it is said in the warnings. */
  async plan({ id }: Pick<UserPrincipal, 'id'>, request: CreateRollout): Promise<RolloutPlan> {
    const frozen = await this.creation.freeze(request);
    const approvalCauses = await this.approvals.causes(frozen, startOf(frozen, id));
    const unavailable = await this.availability.unavailable(frozen);
    const busy = await this.availability.busy(frozen);
    const window = frozen.windowId === null ? null : await this.windows.next(frozen.windowId);
    const now = this.clock.now();
    return {
      targets: frozen.nodeIds.length,
      targetsDigest: frozen.targetsDigest,
      scriptSha256: frozen.scriptSha256,
      script: frozen.script,
      presetVersion: frozen.presetVersion,
      budgetHosts: frozen.budgetHosts,
      waves: wavesWithHosts(frozen),
      unavailable: unavailable.slice(0, namedHosts).map((host) => told(host, frozen, now)),
      unavailableCount: unavailable.length,
      needsApproval: approvalCauses.length > 0,
      approvalCauses,
      warnings: warningsOf(frozen, { unavailable: unavailable.length, busy, opensAt: window?.from ?? null }, now),
    };
  }
}

function wavesWithHosts({ waves, nodeIds }: FrozenRollout): RolloutPlan['waves'] {
  let before = 0;
  return waves.map((wave) => {
    const from = before;
    before += wave.targets;
    return { ...wave, hosts: nodeIds.slice(from, Math.min(before, from + namedHosts)) };
  });
}

/** Whether a host waits is up to the rollout only where it is away; a maintenance is always waited for. */
function told(
  { nodeId, reason }: UnavailableHost,
  frozen: FrozenRollout,
  now: Date,
): RolloutPlan['unavailable'][number] {
  const becomes = reason === 'MAINTENANCE' ? 'WAITING_HOST' : becomesWhenAway[frozen.whenOffline];
  const from = frozen.startAt !== null && frozen.startAt > now ? frozen.startAt : now;
  const until = new Date(from.getTime() + frozen.waitSeconds * 1000).toISOString();
  return { nodeId, reason, becomes, until: becomes === 'WAITING_HOST' ? until : null };
}

const becomesWhenAway: Readonly<Record<OfflineAction, TargetState>> = {
  WAIT: 'WAITING_HOST',
  SKIP: 'SKIPPED',
  FAIL: 'FAILED',
};

interface Circumstances {
  /** Hosts that can't be run on now, and hosts that other rollouts have still to run on. */
  unavailable: number;
  busy: number;
  /** When the rollout's window opens, or has opened. */
  opensAt: Date | null;
}

function warningsOf({ nodeIds, startAt }: FrozenRollout, circumstances: Circumstances, now: Date): string[] {
  const { unavailable, busy, opensAt } = circumstances;
  const hosts = nodeIds.length;
  if (hosts === 0) return ['The selector selects no hosts at the moment, so the rollout would be refused.'];
  const warnings: string[] = [];
  if (unavailable === hosts) warnings.push('None of the hosts is available at the moment.');
  if (busy > 0) warnings.push(`Other rollouts that are not over have still to run on ${busy} of the ${hosts} hosts.`);
  if (startAt !== null && startAt <= now) warnings.push('The time to start has passed: it would start at once.');
  if (opensAt !== null && opensAt > now) {
    warnings.push(`Its maintenance window is not open: hosts start from ${opensAt.toISOString()} on.`);
  }
  return warnings;
}

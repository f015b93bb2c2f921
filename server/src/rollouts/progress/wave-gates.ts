import { Injectable } from '@nestjs/common';
import { rolloutLimits, type RolloutReason } from '@hyprbox/contracts';
import { CriticalAlerts } from '../../alerts/records/critical-alerts.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { JobBatches } from '../../jobs/job-batches.js';
import { ordererOf } from './host-starts.js';
import type { OpenRollout } from './open-rollout.js';
import { WaveGatesRepository, type UnpassedCheck } from './wave-gates.repository.js';

/** Why a gate is not open, and whether it still may open. */
export interface ClosedGate {
  mayOpen: boolean;
  reason: Extract<RolloutReason, `GATE_${string}`>;
  /** Names the host. */
  detail: string;
}

/** Asks what has to be true of a wave before the next one starts. A person's word, which is a gate too, is not asked here. */
@Injectable()
export class WaveGates {
  constructor(
    private readonly repository: WaveGatesRepository,
    private readonly alerts: CriticalAlerts,
    private readonly jobs: JobBatches,
  ) {}

  /**
   * @param alertsSince alerts that fired before it were known to whoever let the rollout go on
   * @returns the first gate that is not open; null if all are
   */
  async closed(tx: Transaction, rollout: OpenRollout, alertsSince: Date): Promise<ClosedGate | null> {
    const { heartbeat, noNewCritical } = rollout.gates;
    return (
      (heartbeat === true ? await this.unheard(tx, rollout) : null) ??
      (noNewCritical === true ? await this.critical(tx, rollout, alertsSince) : null) ??
      (await this.unchecked(tx, rollout))
    );
  }

  private async unheard(tx: Transaction, { id, wave }: OpenRollout): Promise<ClosedGate | null> {
    const nodeId = await this.repository.unheard(tx, id, wave);
    const detail = `${nodeId} has not been heard since its script ended.`;
    return nodeId === null ? null : { mayOpen: true, reason: 'GATE_HEARTBEAT', detail };
  }

  private async critical(tx: Transaction, { id }: OpenRollout, since: Date): Promise<ClosedGate | null> {
    const alert = await this.alerts.firstSince(tx.manager, since, await this.repository.touched(tx, id));
    if (!alert) return null;
    return { mayOpen: false, reason: 'GATE_CRITICAL', detail: `The alert ${alert.ruleName} fired on ${alert.nodeId}.` };
  }

  private async unchecked(tx: Transaction, rollout: OpenRollout): Promise<ClosedGate | null> {
    const { id, wave, gateCheck } = rollout;
    if (!gateCheck) return null;
    const unchecked = await this.repository.lockUnchecked(tx, id, wave);
    if (unchecked.length > 0) await this.check(tx, rollout, gateCheck, unchecked);
    const unpassed = await this.repository.unpassed(tx, id, wave);
    return unpassed && closedBy(gateCheck.preset, unpassed);
  }

  private async check(
    tx: Transaction,
    rollout: OpenRollout,
    { preset, version, script, sha256 }: NonNullable<OpenRollout['gateCheck']>,
    nodeIds: readonly string[],
  ): Promise<void> {
    const jobs = await this.jobs.insert(
      tx,
      {
        preset,
        rendered: { script, sha256, version, secretRefs: {} },
        variables: {},
        timeoutSeconds: rolloutLimits.gateSeconds,
        expiresAt: new Date((await tx.now()).getTime() + rolloutLimits.gateSeconds * 1000),
        isTest: false,
        ...ordererOf(rollout),
      },
      nodeIds,
    );
    await this.repository.setChecks(tx, rollout.id, jobs);
  }
}

function closedBy(preset: string, { nodeId, status, reason, exitCode }: UnpassedCheck): ClosedGate {
  const isOver = status === 'FAILED' || status === 'CANCELLED';
  const how = exitCode === null ? (reason ?? status) : `exit code ${exitCode}`;
  const detail = isOver ? `${preset} failed on ${nodeId}: ${how}.` : `${preset} has not ended on ${nodeId}.`;
  return { mayOpen: !isOver, reason: 'GATE_CHECK', detail };
}

import { Injectable } from '@nestjs/common';
import { rolloutLimits } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { RolloutWaveEntity } from '../records/rollout-wave.entity.js';
import type { OpenRollout } from './open-rollout.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { RolloutChanges } from './rollout-changes.js';
import type { TargetCounts } from './target-counts.js';
import { WaveGates } from './wave-gates.js';
import { waveStep } from './wave-step.js';

/** Leads a rollout from wave to wave: past the end of one, its soak and its gates. */
@Injectable()
export class RolloutWaves {
  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly gates: WaveGates,
    private readonly changes: RolloutChanges,
  ) {}

  /**
   * @param counts of the hosts of the wave that it is at
   * @returns whether the next wave has begun
   */
  async goOn(tx: Transaction, rollout: OpenRollout, counts: TargetCounts): Promise<boolean> {
    const next = await this.rollouts.wave(tx, rollout.id, rollout.wave + 1);
    // The last wave has nothing to prove to a next one.
    if (!next) return false;
    if (rollout.wave > 0 && !(await this.mayGoOn(tx, rollout, counts))) return false;
    const startedAt = await tx.now();
    await this.rollouts.changeWave(tx, rollout.id, next.number, { startedAt });
    await this.changes.change(tx, rollout, { wave: next.number });
    return true;
  }

  private async mayGoOn(tx: Transaction, rollout: OpenRollout, counts: TargetCounts): Promise<boolean> {
    const wave = await this.rollouts.wave(tx, rollout.id, rollout.wave);
    if (!wave) throw new Error(`The rollout ${rollout.id} has no wave ${rollout.wave}.`);
    const now = await tx.now();
    const { wait } = waveStep({ counts, soakSeconds: wave.soakSeconds, endedAt: wave.endedAt }, now);
    if (wait === 'HOSTS') return false;
    if (wave.endedAt === null) {
      await this.rollouts.changeWave(tx, rollout.id, wave.number, { endedAt: now });
      tx.publishAfterCommit({ topic: 'rollout', id: rollout.id });
    }
    if (wait === 'SOAK' || !(await this.areGatesOpen(tx, rollout, wave, now))) return false;
    await this.rollouts.changeWave(tx, rollout.id, wave.number, { finishedAt: now });
    return true;
  }

  private async areGatesOpen(
    tx: Transaction,
    rollout: OpenRollout,
    wave: RolloutWaveEntity,
    now: Date,
  ): Promise<boolean> {
    // A person who resumed it has seen how things are, and let it go on to the next wave.
    if (rollout.confirmedWave > wave.number) return true;
    const closed = await this.gates.closed(tx, rollout, await this.alertsSince(tx, rollout, now));
    if (closed) {
      const { gatesSince } = wave;
      if (gatesSince === null) await this.rollouts.changeWave(tx, rollout.id, wave.number, { gatesSince: now });
      const isTimeUp = gatesSince !== null && now.getTime() - gatesSince.getTime() >= rolloutLimits.gateSeconds * 1000;
      if (!closed.mayOpen || isTimeUp) await this.changes.stop(tx, rollout, 'HALTED', closed.reason, closed.detail);
      return false;
    }
    if (rollout.gates.confirm !== true) return true;
    const detail = `Wave ${wave.number} has ended. Resume the rollout to start the next one.`;
    await this.changes.stop(tx, rollout, 'PAUSED', 'CONFIRM', detail);
    return false;
  }

  /** Since the beginning, or since a person let it go on. */
  private async alertsSince(tx: Transaction, { id, confirmedWave, startedAt }: OpenRollout, now: Date): Promise<Date> {
    const confirmed = confirmedWave > 0 ? await this.rollouts.wave(tx, id, confirmedWave) : null;
    return confirmed?.startedAt ?? startedAt ?? now;
  }
}

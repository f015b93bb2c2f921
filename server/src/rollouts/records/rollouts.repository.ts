import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import type { WaveSize } from '../planning/wave-plan.js';
import { RolloutWaveEntity } from './rollout-wave.entity.js';
import { RolloutEntity } from './rollout.entity.js';

@Injectable()
export class RolloutsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<RolloutEntity | null> {
    return this.dataSource.manager.findOneBy(RolloutEntity, { id });
  }

  /** Those that are not over. */
  async countOpen(tx: Transaction): Promise<number> {
    return tx.manager.countBy(RolloutEntity, { finishedAt: IsNull() });
  }

  async insert(tx: Transaction, rollout: RolloutEntity): Promise<void> {
    await tx.manager.insert(RolloutEntity, { ...rollout });
  }

  async insertWaves(tx: Transaction, rolloutId: string, waves: readonly WaveSize[]): Promise<void> {
    await tx.manager.insert(
      RolloutWaveEntity,
      waves.map((wave) => ({ ...wave, rolloutId })),
    );
  }

  async setApproval(tx: Transaction, id: string, approvalId: string): Promise<void> {
    await tx.manager.update(RolloutEntity, { id }, { approvalId });
  }

  /** Gives each host its place in a wave, in the order of the hosts. The waves are there, and have room for all of them. */
  async insertTargets(tx: Transaction, rolloutId: string, nodeIds: readonly string[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO rollout_targets (rollout_id, node_id, wave, state)
       SELECT $1, host.id, wave.number, 'PENDING'
       FROM unnest($2::text[]) WITH ORDINALITY AS host(id, place)
       JOIN (SELECT number, sum(targets) OVER (ORDER BY number) - targets AS before, targets
             FROM rollout_waves WHERE rollout_id = $1) wave
         ON host.place > wave.before AND host.place <= wave.before + wave.targets`,
      [rolloutId, nodeIds],
    );
  }
}

import type { VariableValues } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A preset applied to a node. The job and its execution share one id. */
@Entity('jobs')
@Index('jobs_node_id_idx', { synchronize: false })
@Index('jobs_preset_idx', { synchronize: false })
@Index('jobs_created_by_idx', { synchronize: false })
@Index('jobs_rollout_id_idx', { synchronize: false })
@Index('jobs_is_test_idx', { synchronize: false })
export class JobEntity {
  @ForeignKey('ExecutionEntity', 'id', { name: 'jobs_id_fkey' })
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'node_id' })
  nodeId!: string;

  @Column('text')
  preset!: string;

  @Column('integer', { name: 'preset_version' })
  presetVersion!: number;

  @Column('jsonb')
  variables!: VariableValues;

  @ForeignKey('UserEntity', 'id', { name: 'jobs_created_by_fkey' })
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  /** The rollout that it is part of. */
  @ForeignKey('RolloutEntity', 'id', { name: 'jobs_rollout_id_fkey' })
  @Column('uuid', { name: 'rollout_id', nullable: true })
  rolloutId!: string | null;

  /** It tried a draft; its version is 0. */
  @Column('boolean', { name: 'is_test', default: false })
  isTest!: boolean;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;
}

import type { TargetReason, TargetState } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A host of a rollout. */
@Entity('rollout_targets')
@Unique('rollout_targets_job_id_key', ['jobId'])
@Index('rollout_targets_state_idx', { synchronize: false })
@Index('rollout_targets_node_id_idx', { synchronize: false })
export class RolloutTargetEntity {
  @ForeignKey('RolloutEntity', 'id', { name: 'rollout_targets_rollout_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'rollout_id', primaryKeyConstraintName: 'rollout_targets_pkey' })
  rolloutId!: string;

  @ForeignKey('NodeEntity', 'id', { name: 'rollout_targets_node_id_fkey' })
  @PrimaryColumn('text', { name: 'node_id', primaryKeyConstraintName: 'rollout_targets_pkey' })
  nodeId!: string;

  @Column('integer')
  wave!: number;

  @Column('text')
  state!: TargetState;

  @Column('text', { nullable: true })
  reason!: TargetReason | null;

  @Column('uuid', { name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column('uuid', { name: 'check_job_id', nullable: true })
  checkJobId!: string | null;

  @Column('timestamp with time zone', { name: 'wait_until', precision: 3, nullable: true })
  waitUntil!: Date | null;

  @Column('integer', { name: 'exit_code', nullable: true })
  exitCode!: number | null;

  @Column('timestamp with time zone', { name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'finished_at', precision: 3, nullable: true })
  finishedAt!: Date | null;
}

import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Hosts of a rollout that start together. */
@Entity('rollout_waves')
export class RolloutWaveEntity {
  @ForeignKey('RolloutEntity', 'id', { name: 'rollout_waves_rollout_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'rollout_id', primaryKeyConstraintName: 'rollout_waves_pkey' })
  rolloutId!: string;

  /** From 1. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'rollout_waves_pkey' })
  number!: number;

  /** As it was given: a number or a share. */
  @Column('text')
  size!: string;

  @Column('integer', { name: 'soak_seconds' })
  soakSeconds!: number;

  @Column('integer')
  targets!: number;

  @Column('timestamp with time zone', { name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  /** When the last of its hosts ended. */
  @Column('timestamp with time zone', { name: 'ended_at', precision: 3, nullable: true })
  endedAt!: Date | null;

  /** Since when its gates are asked. */
  @Column('timestamp with time zone', { name: 'gates_since', precision: 3, nullable: true })
  gatesSince!: Date | null;

  /** When its gates had opened. */
  @Column('timestamp with time zone', { name: 'finished_at', precision: 3, nullable: true })
  finishedAt!: Date | null;
}

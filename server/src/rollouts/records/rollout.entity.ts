import type {
  Gates,
  OfflineAction,
  RolloutReason,
  RolloutState,
  Selector,
  TargetState,
  VariableValues,
} from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The script that a wave's hosts have to pass before the next wave. */
export interface GateCheck {
  preset: string;
  version: number;
  script: string;
  sha256: string;
}

/** A script on many hosts. What it runs and where is frozen when it is made; only how it goes on changes. */
@Entity('rollouts')
@Index('rollouts_open_idx', { synchronize: false })
@Index('rollouts_preset_idx', { synchronize: false })
@Index('rollouts_created_by_idx', { synchronize: false })
@Index('rollouts_schedule_id_idx', { synchronize: false })
@Index('rollouts_retry_of_idx', { synchronize: false })
export class RolloutEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  state!: RolloutState;

  @Column('text', { nullable: true })
  reason!: RolloutReason | null;

  @Column('text', { nullable: true })
  detail!: string | null;

  /** Null for a script of one’s own. */
  @Column('text', { nullable: true })
  preset!: string | null;

  @Column('integer', { name: 'preset_version', nullable: true })
  presetVersion!: number | null;

  @Column('text')
  script!: string;

  @Column('text', { name: 'script_sha256' })
  scriptSha256!: string;

  @Column('jsonb', { name: 'secret_refs' })
  secretRefs!: Record<string, string>;

  @Column('jsonb')
  variables!: VariableValues;

  @Column('jsonb')
  selector!: Selector;

  @Column('text', { name: 'targets_digest' })
  targetsDigest!: string;

  @Column('integer')
  targets!: number;

  /** As it was given: a number or a share. */
  @Column('text')
  budget!: string;

  @Column('integer', { name: 'budget_hosts' })
  budgetHosts!: number;

  @Column('text', { name: 'when_offline' })
  whenOffline!: OfflineAction;

  @Column('integer', { name: 'wait_seconds' })
  waitSeconds!: number;

  @Column('integer', { name: 'timeout_seconds' })
  timeoutSeconds!: number;

  @Column('jsonb')
  gates!: Gates;

  /** The script of the check preset, frozen like the rollout’s own. */
  @Column('jsonb', { name: 'gate_check', nullable: true })
  gateCheck!: GateCheck | null;

  @Column('uuid', { name: 'window_id', nullable: true })
  windowId!: string | null;

  @Column('boolean', { name: 'during_maintenance' })
  duringMaintenance!: boolean;

  @Column('timestamp with time zone', { name: 'start_at', precision: 3, nullable: true })
  startAt!: Date | null;

  /** That it is at, from 1; 0 before the first. */
  @Column('integer')
  wave!: number;

  /** A person has let it go on to this wave. */
  @Column('integer', { name: 'confirmed_wave' })
  confirmedWave!: number;

  @ForeignKey('RolloutEntity', 'id', { name: 'rollouts_retry_of_fkey' })
  @Column('uuid', { name: 'retry_of', nullable: true })
  retryOf!: string | null;

  @Column('uuid', { name: 'schedule_id', nullable: true })
  scheduleId!: string | null;

  @Column('uuid', { name: 'approval_id', nullable: true })
  approvalId!: string | null;

  @ForeignKey('UserEntity', 'id', { name: 'rollouts_created_by_fkey' })
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('text', { name: 'created_by_name', nullable: true })
  createdByName!: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'finished_at', precision: 3, nullable: true })
  finishedAt!: Date | null;

  /** How many of its hosts ended in which state, once it is over; null also of one that an older server has ended. */
  @Column('jsonb', { name: 'final_counts', nullable: true })
  finalCounts!: Partial<Record<TargetState, number>> | null;
}

import type { BackupFault, BackupRunKind, DrillEvidence, RestoreOutcome } from '@hyprbox/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export type RunTrigger = 'SCHEDULE' | 'USER' | 'RETENTION';

/** A run, which shares its id with its execution, and what it found out. Counts are text, as the driver gives them. */
@Entity('backup_runs')
@Check('backup_runs_kind_check', `kind IN ('BACKUP', 'PRUNE', 'CHECK', 'RESTORE', 'DRILL')`)
@Check('backup_runs_trigger_check', `trigger IN ('SCHEDULE', 'USER', 'RETENTION')`)
@Unique('backup_runs_scheduled_once', ['policyId', 'nodeId', 'kind', 'scheduledFor'])
@Index('backup_runs_policy_id_idx', { synchronize: false })
@Index('backup_runs_node_id_idx', { synchronize: false })
@Index('backup_runs_kind_idx', { synchronize: false })
@Index('backup_runs_target_idx', { synchronize: false })
export class BackupRunEntity {
  @ForeignKey('ExecutionEntity', 'id', { name: 'backup_runs_id_fkey' })
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('BackupPolicyEntity', 'id', { name: 'backup_runs_policy_id_fkey' })
  @Column('uuid', { name: 'policy_id' })
  policyId!: string;

  @Column('text', { name: 'node_id' })
  nodeId!: string;

  @Column('text')
  kind!: BackupRunKind;

  @Column('text')
  trigger!: RunTrigger;

  @Column('timestamp with time zone', { name: 'scheduled_for', precision: 3, nullable: true })
  scheduledFor!: Date | null;

  @ForeignKey('UserEntity', 'id', { name: 'backup_runs_created_by_fkey' })
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('text', { nullable: true })
  fault!: BackupFault | null;

  @Column('text', { nullable: true })
  message!: string | null;

  @Column('text', { name: 'snapshot_id', nullable: true })
  snapshotId!: string | null;

  @Column('bigint', { name: 'files_new', nullable: true })
  filesNew!: string | null;

  @Column('bigint', { name: 'files_changed', nullable: true })
  filesChanged!: string | null;

  @Column('bigint', { name: 'bytes_added', nullable: true })
  bytesAdded!: string | null;

  @Column('bigint', { name: 'bytes_processed', nullable: true })
  bytesProcessed!: string | null;

  @Column('bigint', { name: 'repository_bytes', nullable: true })
  repositoryBytes!: string | null;

  @Column('jsonb', { nullable: true })
  drill!: DrillEvidence | null;

  @Column('jsonb', { nullable: true })
  restore!: RestoreOutcome | null;

  @Column('jsonb', { nullable: true })
  retention!: { kept: number; removed: number } | null;
}

import type { BackupRunKind } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A node under a policy: when it is due, and what is known of its backups. Counts of bytes are text, as the driver gives them. */
@Entity('backup_targets')
@Index('backup_targets_due_idx', { synchronize: false })
export class BackupTargetEntity {
  @ForeignKey('BackupPolicyEntity', 'id', { name: 'backup_targets_policy_id_fkey' })
  @PrimaryColumn('uuid', { name: 'policy_id', primaryKeyConstraintName: 'backup_targets_pkey' })
  policyId!: string;

  @ForeignKey('NodeEntity', 'id', { name: 'backup_targets_node_id_fkey' })
  @Index('backup_targets_node_id_idx')
  @PrimaryColumn('text', { name: 'node_id', primaryKeyConstraintName: 'backup_targets_pkey' })
  nodeId!: string;

  /** Whether the policy covers the node now. */
  @Column('boolean')
  covered!: boolean;

  @Column('timestamp with time zone', { name: 'covered_since', precision: 3 })
  coveredSince!: Date;

  /** The policy's `updatedAt` for which the next times were worked out. */
  @Column('timestamp with time zone', { name: 'planned_for', precision: 3, nullable: true })
  plannedFor!: Date | null;

  /** Its own delay after each time, so that not all begin at once. */
  @Column('integer', { name: 'offset_seconds' })
  offsetSeconds!: number;

  @Column('timestamp with time zone', { name: 'next_backup_at', precision: 3, nullable: true })
  nextBackupAt!: Date | null;

  @Column('timestamp with time zone', { name: 'next_check_at', precision: 3, nullable: true })
  nextCheckAt!: Date | null;

  @Column('timestamp with time zone', { name: 'next_drill_at', precision: 3, nullable: true })
  nextDrillAt!: Date | null;

  @Column('timestamp with time zone', { name: 'last_good_backup_at', precision: 3, nullable: true })
  lastGoodBackupAt!: Date | null;

  @Column('text', { name: 'last_snapshot_id', nullable: true })
  lastSnapshotId!: string | null;

  @Column('timestamp with time zone', { name: 'last_proven_restore_at', precision: 3, nullable: true })
  lastProvenRestoreAt!: Date | null;

  @Column('double precision', { name: 'restore_seconds', nullable: true })
  restoreSeconds!: number | null;

  @Column('bigint', { name: 'restored_bytes', nullable: true })
  restoredBytes!: string | null;

  @Column('bigint', { name: 'repository_bytes', nullable: true })
  repositoryBytes!: string | null;

  @Column('uuid', { name: 'last_run_id', nullable: true })
  lastRunId!: string | null;

  /** Kinds whose last run failed. */
  @Column('text', { name: 'failed_kinds', array: true, default: () => `'{}'` })
  failedKinds!: BackupRunKind[];

  /** When the node listed its snapshots last. */
  @Column('timestamp with time zone', { name: 'snapshots_as_of', precision: 3, nullable: true })
  snapshotsAsOf!: Date | null;

  /** How many of them it had no room to tell of. */
  @Column('integer', { name: 'snapshots_left_out', default: 0 })
  snapshotsLeftOut!: number;
}

import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A snapshot of a target, as its node listed it last. Counts are text, as the driver gives them. */
@Entity('backup_snapshots')
@ForeignKey('BackupTargetEntity', ['policyId', 'nodeId'], ['policyId', 'nodeId'], {
  name: 'backup_snapshots_target_fkey',
})
export class BackupSnapshotEntity {
  @PrimaryColumn('uuid', { name: 'policy_id', primaryKeyConstraintName: 'backup_snapshots_pkey' })
  policyId!: string;

  @PrimaryColumn('text', { name: 'node_id', primaryKeyConstraintName: 'backup_snapshots_pkey' })
  nodeId!: string;

  /** Restic's. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'backup_snapshots_pkey' })
  id!: string;

  @Column('timestamp with time zone', { precision: 3 })
  at!: Date;

  @Column('text', { array: true })
  paths!: string[];

  @Column('text', { array: true })
  tags!: string[];

  @Column('bigint', { name: 'size_bytes', nullable: true })
  sizeBytes!: string | null;

  @Column('bigint', { nullable: true })
  files!: string | null;
}

import type { BackupFault, SnapshotDifference, SnapshotMatches, SnapshotTree } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A query to a repository, which shares its id with its execution, and its answer for as long as it is given again. */
@Entity('backup_questions')
@Index('backup_questions_key_idx', { synchronize: false })
export class RepositoryQueryEntity {
  @ForeignKey('ExecutionEntity', 'id', { name: 'backup_questions_id_fkey' })
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'policy_id' })
  policyId!: string;

  @Column('text', { name: 'node_id' })
  nodeId!: string;

  /** The same for the same query; see `keyOf`. */
  @Column('text')
  key!: string;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'answered_at', precision: 3, nullable: true })
  answeredAt!: Date | null;

  /** In the form that its operation has in `BackupResult`. */
  @Column('jsonb', { nullable: true })
  answer!: SnapshotTree | SnapshotMatches | SnapshotDifference | null;

  @Column('text', { nullable: true })
  fault!: BackupFault | null;

  @Column('text', { nullable: true })
  message!: string | null;
}

import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An execution that waits for the lock of a repository, or has it; the row leaves with the execution's end. */
@Entity('backup_turns')
@Index('backup_turns_repository_id_idx', ['repositoryId', 'executionId'])
export class LockRequestEntity {
  @ForeignKey('ExecutionEntity', 'id', { name: 'backup_turns_execution_id_fkey' })
  @PrimaryColumn('uuid', { name: 'execution_id' })
  executionId!: string;

  @ForeignKey('BackupRepositoryEntity', 'id', { name: 'backup_turns_repository_id_fkey' })
  @Column('uuid', { name: 'repository_id' })
  repositoryId!: string;

  /** Needs the repository for itself. */
  @Column('boolean')
  exclusive!: boolean;

  /** When it was granted last. */
  @Column('timestamp with time zone', { name: 'released_at', precision: 3, nullable: true })
  grantedAt!: Date | null;
}

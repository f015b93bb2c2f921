import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A repository that backups went to. Whoever grants its lock has locked its row. */
@Entity('backup_repositories')
@Unique('backup_repositories_identity_key', ['identity'])
export class BackupRepositoryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** What those agree on who share it; see `repositoryIdentity`. */
  @Column('text')
  identity!: string;

  /** Something succeeded on it. */
  @Column('boolean', { name: 'known_good', default: false })
  knownGood!: boolean;

  /** Restic's own id, by which it is told from another one at the same address; null until a node has told it. */
  @Column('text', { name: 'restic_id', nullable: true })
  resticId!: string | null;
}

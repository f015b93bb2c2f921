import type { BackupPolicyFields } from '@hyprbox/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What of a policy has no column of its own. */
export type PolicyDefinition = Omit<BackupPolicyFields, 'name' | 'nodeId' | 'tag' | 'enabled'>;

/** What is backed up, where to and when: of one node, or of all with a tag. */
@Entity('backup_policies')
@Check('backup_policies_covers', '(node_id IS NULL) <> (tag IS NULL)')
@Index('backup_policies_node_id_idx', ['nodeId'], { where: 'deleted_at IS NULL' })
@Index('backup_policies_tag_idx', ['tag'], { where: 'deleted_at IS NULL' })
export class BackupPolicyEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @ForeignKey('NodeEntity', 'id', { name: 'backup_policies_node_id_fkey' })
  @Column('text', { name: 'node_id', nullable: true })
  nodeId!: string | null;

  @Column('text', { nullable: true })
  tag!: string | null;

  @Column('boolean')
  enabled!: boolean;

  @Column('jsonb')
  definition!: PolicyDefinition;

  /** Worked out from the definition, so that SQL can tell what is overdue. */
  @Column('integer', { name: 'backup_max_age_seconds' })
  backupMaxAgeSeconds!: number;

  @Column('integer', { name: 'proof_max_age_seconds', nullable: true })
  proofMaxAgeSeconds!: number | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;

  /** A deleted policy stays for the sake of its runs. */
  @Column('timestamp with time zone', { name: 'deleted_at', precision: 3, nullable: true })
  deletedAt!: Date | null;
}

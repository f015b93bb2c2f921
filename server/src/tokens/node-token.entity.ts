import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('node_tokens')
@Unique('node_tokens_prefix_key', ['prefix'])
export class NodeTokenEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** The eight characters after `hbnt_`, by which the row is found. */
  @Column('text')
  prefix!: string;

  /** SHA-256 of the whole token. */
  @Column('bytea')
  hash!: Buffer;

  @Index('node_tokens_node_id_idx')
  @Column('text', { name: 'node_id', nullable: true })
  nodeId!: string | null;

  /** Null for the token that the server makes for its own host. */
  @ForeignKey('UserEntity', 'id', { name: 'node_tokens_created_by_fkey' })
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'revoked_at', precision: 3, nullable: true })
  revokedAt!: Date | null;
}

import type { Role } from '@hyprbox/contracts';
import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('invitations')
@Check('invitations_role_check', `role IN ('VIEWER', 'OPERATOR', 'ADMIN')`)
@Unique('invitations_token_hash_key', ['tokenHash'])
export class InvitationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  email!: string;

  @Column('text')
  role!: Role;

  /** SHA-256 of the one-time token. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @ForeignKey(() => UserEntity, 'id', { name: 'invitations_created_by_fkey' })
  @Column('uuid', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'expires_at', precision: 3 })
  expiresAt!: Date;

  @Column('timestamp with time zone', { name: 'accepted_at', precision: 3, nullable: true })
  acceptedAt!: Date | null;
}

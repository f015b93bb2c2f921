import type { ApprovalCause, ApprovalState } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What somebody asked for that another has to agree to. */
@Entity('approvals')
@Index('approvals_rollout_id_key', { synchronize: false })
@Index('approvals_pending_idx', { synchronize: false })
@Index('approvals_overridden_idx', { synchronize: false })
export class ApprovalEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('RolloutEntity', 'id', { name: 'approvals_rollout_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'rollout_id' })
  rolloutId!: string;

  @Column('text')
  state!: ApprovalState;

  @Column('text', { array: true })
  causes!: ApprovalCause[];

  /** SHA-256 of the script, the variables, the hosts and the window. */
  @Column('text')
  digest!: string;

  @ForeignKey('UserEntity', 'id', { name: 'approvals_requested_by_fkey' })
  @Column('uuid', { name: 'requested_by', nullable: true })
  requestedBy!: string | null;

  @Column('text', { name: 'requested_by_name', nullable: true })
  requestedByName!: string | null;

  @Column('timestamp with time zone', { name: 'requested_at', precision: 3 })
  requestedAt!: Date;

  @Column('timestamp with time zone', { name: 'expires_at', precision: 3 })
  expiresAt!: Date;

  @ForeignKey('UserEntity', 'id', { name: 'approvals_decided_by_fkey' })
  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('text', { name: 'decided_by_name', nullable: true })
  decidedByName!: string | null;

  @Column('timestamp with time zone', { name: 'decided_at', precision: 3, nullable: true })
  decidedAt!: Date | null;

  @Column('text', { nullable: true })
  comment!: string | null;
}

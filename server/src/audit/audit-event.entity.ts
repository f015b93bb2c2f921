import type { AuditAction, AuditActorType } from '@hyprbox/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('audit_events')
@Check('audit_events_outcome_check', `outcome IN ('success', 'failure')`)
@Unique('audit_events_id_key', ['id'])
@Index('audit_events_actor_idx', { synchronize: false })
@Index('audit_events_actor_name_idx', { synchronize: false })
@Index('audit_events_at_idx', { synchronize: false })
@Index('audit_events_action_idx', { synchronize: false })
@Index('audit_events_target_idx', { synchronize: false })
export class AuditEventEntity {
  @PrimaryColumn('bigint')
  seq!: string;

  @Column('uuid')
  id!: string;

  @Column('timestamp with time zone', { precision: 3 })
  at!: Date;

  @Column('text', { name: 'actor_type' })
  actorType!: AuditActorType;

  @Column('text', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  @Column('text', { name: 'actor_name', nullable: true })
  actorName!: string | null;

  @Column('text')
  action!: AuditAction;

  @Column('text', { name: 'target_type' })
  targetType!: string;

  @Column('text', { name: 'target_id', nullable: true })
  targetId!: string | null;

  @Column('text', { nullable: true })
  ip!: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  @Column('text')
  outcome!: 'success' | 'failure';

  @Column('jsonb')
  details!: Record<string, unknown>;

  /** The exact text that the hash is over. */
  @Column('text')
  canonical!: string;

  @Column('text', { name: 'prev_hash' })
  prevHash!: string;

  @Column('text')
  hash!: string;
}

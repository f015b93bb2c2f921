import type { AlertKind, AlertSeverity, AlertState } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a rule found on one target, from its first sign to its end. A rule has one that is open for a target. */
@Entity('alerts')
@Index('alerts_open_key', ['ruleId', 'target'], { unique: true, where: `state <> 'RESOLVED'::text` })
@Index('alerts_open_idx', ['id'], { where: `state <> 'RESOLVED'::text` })
@Index('alerts_node_id_idx', ['nodeId', 'id'])
@Index('alerts_rule_id_idx', ['ruleId', 'id'])
@Index('alerts_resolved_at_idx', ['resolvedAt'])
export class AlertEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** The rule may be deleted since. */
  @Column('uuid', { name: 'rule_id' })
  ruleId!: string;

  @Column('text', { name: 'rule_name' })
  ruleName!: string;

  @Column('text')
  kind!: AlertKind;

  @Column('text')
  severity!: AlertSeverity;

  /** What tells the rule's targets apart; see `target-key.ts`. */
  @Column('text')
  target!: string;

  @Column('text', { name: 'node_id', nullable: true })
  nodeId!: string | null;

  @Column('text', { nullable: true })
  mount!: string | null;

  @Column('text', { nullable: true })
  preset!: string | null;

  @Column('uuid', { name: 'policy_id', nullable: true })
  policyId!: string | null;

  @Column('uuid', { name: 'beat_id', nullable: true })
  beatId!: string | null;

  @Column('text', { name: 'self_check', nullable: true })
  selfCheck!: string | null;

  @Column('text')
  state!: AlertState;

  @Column('double precision', { nullable: true })
  value!: number | null;

  @Column('text')
  unit!: string;

  @Column('double precision', { nullable: true })
  peak!: number | null;

  @Column('timestamp with time zone', { name: 'pending_since', precision: 3 })
  pendingSince!: Date;

  @Column('timestamp with time zone', { name: 'fired_at', precision: 3, nullable: true })
  firedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'recovering_since', precision: 3, nullable: true })
  recoveringSince!: Date | null;

  @Column('timestamp with time zone', { name: 'resolved_at', precision: 3, nullable: true })
  resolvedAt!: Date | null;

  @ForeignKey('UserEntity', 'id', { name: 'alerts_acked_by_fkey' })
  @Column('uuid', { name: 'acked_by', nullable: true })
  ackedBy!: string | null;

  @Column('text', { name: 'acked_by_name', nullable: true })
  ackedByName!: string | null;

  @Column('timestamp with time zone', { name: 'acked_until', precision: 3, nullable: true })
  ackedUntil!: Date | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid', { name: 'inhibited_by', nullable: true })
  inhibitedBy!: string | null;

  @Column('uuid', { name: 'window_id', nullable: true })
  windowId!: string | null;

  @Column('integer', { name: 'times_fired' })
  timesFired!: number;

  /** When it last began or ceased to fire, the newest last. */
  @Column('timestamp with time zone', { array: true })
  changes!: Date[];

  /** How long it has to be over now: longer than the rule says while it comes and goes. */
  @Column('integer', { name: 'keep_seconds' })
  keepSeconds!: number;

  @Column('text', { nullable: true })
  runbook!: string | null;

  /** Whether it has been put into the groups in which it is told. */
  @Column('boolean')
  routed!: boolean;
}

import type {
  AlertConditions,
  AlertNoData,
  AlertRuleKind,
  AlertSeverity,
  Remediation,
  Selector,
} from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** What is watched for, on which hosts. */
@Entity('alert_rules')
@Unique('alert_rules_name_key', ['name'])
export class AlertRuleEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: AlertRuleKind;

  @Column('jsonb')
  selector!: Selector;

  /** Of the rule's kind. */
  @Column('jsonb')
  condition!: AlertConditions[AlertRuleKind];

  @Column('integer', { name: 'for_seconds' })
  forSeconds!: number;

  @Column('integer', { name: 'keep_seconds' })
  keepSeconds!: number;

  @Column('text')
  severity!: AlertSeverity;

  @Column('text', { name: 'no_data' })
  noData!: AlertNoData;

  @Column('text', { nullable: true })
  runbook!: string | null;

  @Column('jsonb', { nullable: true })
  remediation!: Remediation | null;

  /** By whose authority it is carried out. */
  @ForeignKey('UserEntity', 'id', { name: 'alert_rules_remediation_by_fkey' })
  @Column('uuid', { name: 'remediation_by', nullable: true })
  remediationBy!: string | null;

  @Column('boolean')
  enabled!: boolean;

  /** What ended before this is none of its business. */
  @Column('timestamp with time zone', { name: 'enabled_at', precision: 3 })
  enabledAt!: Date;

  @Column('integer')
  version!: number;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}

import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An alert in a group, and which channels were told that it fires. */
@Entity('alert_group_members')
@Index('alert_group_members_alert_id_idx', ['alertId'])
export class AlertGroupMemberEntity {
  @ForeignKey('AlertGroupEntity', 'id', { name: 'alert_group_members_group_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId!: string;

  @ForeignKey('AlertEntity', 'id', { name: 'alert_group_members_alert_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'alert_id' })
  alertId!: string;

  @Column('timestamp with time zone', { name: 'told_at', precision: 3, nullable: true })
  toldAt!: Date | null;

  @Column('uuid', { array: true })
  channels!: string[];
}

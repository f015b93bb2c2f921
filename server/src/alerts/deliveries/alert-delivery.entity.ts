import type { DeliveryEvent, DeliveryStatus } from '@hyprbox/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AlertMessage } from './alert-message.js';

/** A message to one channel, written down before anything is sent. */
@Entity('alert_deliveries')
@Index('alert_deliveries_open_idx', ['dueAt'], { where: `status = ANY (ARRAY['QUEUED'::text, 'SENDING'::text])` })
@Index('alert_deliveries_channel_id_idx', ['channelId', 'id'])
@Index('alert_deliveries_group_id_idx', ['groupId'])
@Index('alert_deliveries_alert_ids_idx', { synchronize: false })
export class AlertDeliveryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** The channel may be deleted since. */
  @Column('uuid', { name: 'channel_id' })
  channelId!: string;

  @Column('text', { name: 'channel_name' })
  channelName!: string;

  @Column('uuid', { name: 'group_id', nullable: true })
  groupId!: string | null;

  @Column('text')
  event!: DeliveryEvent;

  @Column('uuid', { name: 'alert_ids', array: true })
  alertIds!: string[];

  @Column('jsonb')
  message!: AlertMessage;

  @Column('text')
  status!: DeliveryStatus;

  @Column('integer')
  attempts!: number;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column('timestamp with time zone', { name: 'due_at', precision: 3 })
  dueAt!: Date;

  /** Until when the replica that sends it has it for its own. */
  @Column('timestamp with time zone', { name: 'lease_until', precision: 3, nullable: true })
  leaseUntil!: Date | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'sent_at', precision: 3, nullable: true })
  sentAt!: Date | null;
}

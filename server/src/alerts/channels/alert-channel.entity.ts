import type { AlertChannelType } from '@hyprbox/contracts';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { SealedSecret } from './sealed-secret.js';

/** A way by which people are told. */
@Entity('alert_channels')
@Unique('alert_channels_name_key', ['name'])
export class AlertChannelEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  type!: AlertChannelType;

  @Column('jsonb')
  config!: Record<string, string>;

  @Column('jsonb')
  secrets!: Record<string, SealedSecret>;

  @Column('boolean', { name: 'send_resolved' })
  sendResolved!: boolean;

  @Column('boolean')
  enabled!: boolean;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}

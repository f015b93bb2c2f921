import type { AlertEventKind } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An entry of an alert's timeline. */
@Entity('alert_events')
@Index('alert_events_alert_id_idx', ['alertId', 'id'])
export class AlertEventEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey('AlertEntity', 'id', { name: 'alert_events_alert_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'alert_id' })
  alertId!: string;

  @Column('timestamp with time zone', { precision: 3 })
  at!: Date;

  @Column('text')
  kind!: AlertEventKind;

  @Column('text', { name: 'actor_name', nullable: true })
  actorName!: string | null;

  @Column('text')
  detail!: string;

  @Column('uuid', { name: 'job_id', nullable: true })
  jobId!: string | null;
}

import type { AlertSeverity, AlertWindowKind, Selector } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A time in which nobody is told of some hosts: once, or again and again. */
@Entity('alert_windows')
export class AlertWindowEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: AlertWindowKind;

  @Column('jsonb')
  selector!: Selector;

  /** Null: all of them. */
  @Column('text', { array: true, nullable: true })
  severities!: AlertSeverity[] | null;

  @Column('timestamp with time zone', { name: 'from_at', precision: 3, nullable: true })
  from!: Date | null;

  @Column('timestamp with time zone', { name: 'to_at', precision: 3, nullable: true })
  to!: Date | null;

  @Column('text', { nullable: true })
  cron!: string | null;

  @Column('text', { nullable: true })
  timezone!: string | null;

  @Column('integer', { name: 'duration_seconds', nullable: true })
  durationSeconds!: number | null;

  @ForeignKey('UserEntity', 'id', { name: 'alert_windows_created_by_fkey' })
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('text', { name: 'created_by_name', nullable: true })
  createdByName!: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;
}

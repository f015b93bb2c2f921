import type { RolloutFields, ScheduleMisfire, ScheduleOverlap } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A rollout that starts again and again. */
@Entity('schedules')
@Unique('schedules_name_key', ['name'])
@Index('schedules_starts_at_idx', { synchronize: false })
export class ScheduleEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  cron!: string;

  @Column('text')
  timezone!: string;

  @Column('jsonb')
  rollout!: RolloutFields;

  @Column('text')
  overlap!: ScheduleOverlap;

  @Column('text')
  misfire!: ScheduleMisfire;

  @Column('integer', { name: 'start_deadline_seconds' })
  startDeadlineSeconds!: number;

  @Column('integer', { name: 'jitter_seconds' })
  jitterSeconds!: number;

  @Column('boolean')
  enabled!: boolean;

  @Column('integer')
  version!: number;

  /** When it is due next; null while it is paused. */
  @Column('timestamp with time zone', { name: 'next_at', precision: 3, nullable: true })
  nextAt!: Date | null;

  /** When that starts, which its jitter puts off. */
  @Column('timestamp with time zone', { name: 'starts_at', precision: 3, nullable: true })
  startsAt!: Date | null;

  /** The due time whose firing waits for the one before it to end. */
  @Column('timestamp with time zone', { name: 'queued_at', precision: 3, nullable: true })
  queuedAt!: Date | null;

  @ForeignKey('UserEntity', 'id', { name: 'schedules_created_by_fkey' })
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('text', { name: 'created_by_name', nullable: true })
  createdByName!: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}

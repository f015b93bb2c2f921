import type { FireOutcome } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A due time of a schedule, and what became of it. */
@Entity('schedule_fires')
@Index('schedule_fires_due_at_idx', { synchronize: false })
export class ScheduleFireEntity {
  @ForeignKey('ScheduleEntity', 'id', { name: 'schedule_fires_schedule_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'schedule_id', primaryKeyConstraintName: 'schedule_fires_pkey' })
  scheduleId!: string;

  @PrimaryColumn('timestamp with time zone', {
    name: 'due_at',
    precision: 3,
    primaryKeyConstraintName: 'schedule_fires_pkey',
  })
  dueAt!: Date;

  @Column('timestamp with time zone', { precision: 3 })
  at!: Date;

  @Column('text')
  outcome!: FireOutcome;

  @Column('uuid', { name: 'rollout_id', nullable: true })
  rolloutId!: string | null;

  @Column('text', { nullable: true })
  detail!: string | null;
}

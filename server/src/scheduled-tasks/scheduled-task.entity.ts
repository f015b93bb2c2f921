import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a replica last did a scheduled task; a long silence means that no server was up. */
@Entity('duties')
export class ScheduledTaskEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('timestamp with time zone', { name: 'done_at', precision: 3 })
  doneAt!: Date;
}

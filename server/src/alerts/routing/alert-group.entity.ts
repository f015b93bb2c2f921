import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Alerts of one route that are told together. */
@Entity('alert_groups')
@Unique('alert_groups_key', ['route', 'key'])
export class AlertGroupEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  route!: string;

  @Column('text')
  key!: string;

  @Column('timestamp with time zone', { name: 'opened_at', precision: 3 })
  openedAt!: Date;

  @Column('timestamp with time zone', { name: 'sent_at', precision: 3, nullable: true })
  sentAt!: Date | null;

  /** How many steps of the route have been told. */
  @Column('integer')
  step!: number;
}

import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Alerts of one route that are told together. */
@Entity('alert_groups')
@Unique('alert_groups_key', ['route', 'key'])
export class AlertGroupEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** The key of the route. */
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

  /** Its route is gone: all that it still tells is that what it told of is over. */
  @Column('boolean', { default: false })
  closed!: boolean;
}

import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says whether heartbeats can be taken, whichever replica takes them. */
@Entity('heartbeat_intake')
@Check('heartbeat_intake_singleton_check', 'singleton')
export class HeartbeatIntakeEntity {
  @PrimaryColumn('boolean', { default: true })
  singleton!: true;

  /** Since when without a pause. */
  @Column('timestamp with time zone', { precision: 3 })
  since!: Date;

  /** When they last could. */
  @Column('timestamp with time zone', { name: 'alive_at', precision: 3 })
  aliveAt!: Date;
}

import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row with the number of the newest activity; locked by whoever appends, until the commit. */
@Entity('activity_head')
@Check('activity_head_singleton_check', 'singleton')
export class ActivityHeadEntity {
  @PrimaryColumn('boolean', { default: true })
  singleton!: true;

  @Column('bigint')
  seq!: string;
}

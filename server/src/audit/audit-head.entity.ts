import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row with the end of the chain; locked by whoever appends, as the last thing before the commit. */
@Entity('audit_head')
@Check('audit_head_singleton_check', 'singleton')
export class AuditHeadEntity {
  @PrimaryColumn('boolean', { default: true })
  singleton!: true;

  @Column('bigint')
  seq!: string;

  @Column('text')
  hash!: string;
}

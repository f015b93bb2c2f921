import type { ActivityKind } from '@hyprbox/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that happened on a host, or to all. Partitioned by day. */
@Entity('activity')
@Index('activity_node_id_at_idx', { synchronize: false })
@Index('activity_at_idx', ['at', 'id'])
export class ActivityEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('timestamp with time zone', { precision: 3 })
  at!: Date;

  @Column('text', { name: 'node_id', nullable: true })
  nodeId!: string | null;

  @Column('text')
  kind!: ActivityKind;

  @Column('text')
  message!: string;

  /** The execution that it is about: a job's, or that of a run of a backup. */
  @Column('uuid', { name: 'job_id', nullable: true })
  executionId!: string | null;

  /** Its place in the order in which entries are committed, given by a trigger; null for what is older than the order. */
  @Index('activity_seq_idx')
  @Column('bigint', { nullable: true })
  seq!: string | null;
}

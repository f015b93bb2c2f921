import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Something elsewhere that is to say regularly that it is well. */
@Entity('beats')
@Unique('beats_name_key', ['name'])
@Unique('beats_token_hash_key', ['tokenHash'])
export class BeatEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('integer', { name: 'period_seconds', nullable: true })
  periodSeconds!: number | null;

  @Column('text', { nullable: true })
  cron!: string | null;

  @Column('text', { nullable: true })
  timezone!: string | null;

  @Column('integer', { name: 'grace_seconds' })
  graceSeconds!: number;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'last_ping_at', precision: 3, nullable: true })
  lastPingAt!: Date | null;

  @Column('timestamp with time zone', { name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  /** When it is late, if it says nothing until then. */
  @Column('timestamp with time zone', { name: 'late_at', precision: 3, nullable: true })
  lateAt!: Date | null;

  /** Whether what it said last was that it failed. */
  @Column('boolean')
  failed!: boolean;

  @Column('integer', { name: 'last_exit_code', nullable: true })
  lastExitCode!: number | null;

  @Column('text', { name: 'last_body', nullable: true })
  lastBody!: string | null;

  @Column('integer', { name: 'last_body_bytes' })
  lastBodyBytes!: number;
}

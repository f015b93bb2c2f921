import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An account or an address that failed to sign in of late. */
@Entity('login_failures')
export class LoginFailureEntity {
  /** A hash, so that no list of the accounts that were tried builds up. */
  @PrimaryColumn('bytea')
  key!: Buffer;

  /** In a row. */
  @Column('integer')
  failures!: number;

  @Column('timestamp with time zone', { name: 'last_failed_at', precision: 3 })
  lastFailedAt!: Date;

  @Column('timestamp with time zone', { name: 'locked_until', precision: 3, nullable: true })
  lockedUntil!: Date | null;
}

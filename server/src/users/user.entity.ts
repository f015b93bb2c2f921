import type { Role } from '@hyprbox/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('users')
@Check('users_role_check', `role IN ('VIEWER', 'OPERATOR', 'ADMIN')`)
@Unique('users_email_key', ['email'])
// Also of the composed form (NFC), which TypeORM can't say.
@Index('users_email_nfc_key', { synchronize: false })
export class UserEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** In lower case, and composed. */
  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('text')
  role!: Role;

  @Column('timestamp with time zone', { name: 'disabled_at', precision: 3, nullable: true })
  disabledAt!: Date | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'last_login_at', precision: 3, nullable: true })
  lastLoginAt!: Date | null;
}

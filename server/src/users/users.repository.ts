import { Injectable } from '@nestjs/common';
import type { Role } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { flag, uuid } from '@hyprbox/contracts/schemas';
import { affectedRows, rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { UserEntity } from './user.entity.js';

const anyExists = rawQuery('users.anyExists', { found: flag });
const lockActiveAdmins = rawQuery('users.lockActiveAdmins', { id: uuid });

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  async anyExists(): Promise<boolean> {
    const [row] = await anyExists.rows(this.dataSource, 'SELECT EXISTS (SELECT FROM users) AS found');
    return row?.found ?? false;
  }

  async findByEmail(email: string): Promise<UserEntity | null> {
    return this.dataSource.manager.findOneBy(UserEntity, { email });
  }

  async findById(id: string): Promise<UserEntity | null> {
    return this.dataSource.manager.findOneBy(UserEntity, { id });
  }

  /** Oldest first. */
  async findPage(afterId: string | null, count: number): Promise<UserEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(UserEntity, 'account').orderBy('account.id', 'ASC');
    if (afterId !== null) query.where('account.id > :afterId', { afterId });
    return query.take(count).getMany();
  }

  /** Whether there is no account yet, and nobody else can make one before the transaction ends. */
  async lockWhileEmpty(tx: Transaction): Promise<boolean> {
    await tx.manager.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
    return !(await tx.manager.existsBy(UserEntity, {}));
  }

  /** @returns whether the address was free */
  async insert(tx: Transaction, user: UserEntity): Promise<boolean> {
    const { raw } = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(UserEntity)
      .values(user)
      .orIgnore('("email")')
      .returning('id')
      .execute();
    return Array.isArray(raw) && raw.length > 0;
  }

  async lock(tx: Transaction, id: string): Promise<UserEntity | null> {
    return tx.manager.findOne(UserEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /**
   * The ids of the admins that can sign in. They stay so until the transaction ends; always locked in one order, so
   * that two admins who act on each other wait instead of failing.
   */
  async lockActiveAdmins(tx: Transaction): Promise<string[]> {
    const rows = await lockActiveAdmins.rows(
      tx.manager,
      `SELECT id FROM users WHERE role = 'ADMIN' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
    );
    return rows.map(({ id }) => id);
  }

  async updateAccess(tx: Transaction, id: string, role: Role, disabledAt: Date | null): Promise<void> {
    await tx.manager.update(UserEntity, { id }, { role, disabledAt });
  }

  async updatePassword(tx: Transaction, id: string, passwordHash: string): Promise<void> {
    await tx.manager.update(UserEntity, { id }, { passwordHash });
  }

  /**
   * Writes the sign-in down if the account is still as it was when the password was checked.
   *
   * @returns whether it is
   */
  async markSignedIn(tx: Transaction, id: string, checkedHash: string, at: Date): Promise<boolean> {
    const count = await affectedRows(
      tx.manager,
      'UPDATE users SET last_login_at = $3 WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL',
      [id, checkedHash, at],
    );
    return count > 0;
  }
}

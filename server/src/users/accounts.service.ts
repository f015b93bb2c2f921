import { Injectable } from '@nestjs/common';
import type { Role } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import { Clock, Ids } from '../time/clock.js';
import type { UserEntity } from './user.entity.js';
import { EmailTaken } from './users.errors.js';
import { UsersRepository } from './users.repository.js';

/** An account as signing in needs it. */
export interface Account {
  id: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
  disabled: boolean;
}

export interface NewAccount {
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
}

/** Accounts as signing in and registering see them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  anyExists(): Promise<boolean> {
    return this.users.anyExists();
  }

  async findByEmail(email: string): Promise<Account | null> {
    const user = await this.users.findByEmail(email);
    return user && toAccount(user);
  }

  async findById(id: string): Promise<Account | null> {
    const user = await this.users.findById(id);
    return user && toAccount(user);
  }

  async create(tx: Transaction, { email, name, role, passwordHash }: NewAccount): Promise<Account> {
    const createdAt = this.clock.now();
    const user: UserEntity = {
      id: this.ids.next(),
      email,
      name,
      role,
      passwordHash,
      disabledAt: null,
      createdAt,
      lastLoginAt: null,
    };
    if (!(await this.users.insert(tx, user))) throw new EmailTaken();
    return toAccount(user);
  }

  /** Creates the account that makes a new server usable; null if there is any account, also one made at this moment. */
  async createFirst(tx: Transaction, account: NewAccount): Promise<Account | null> {
    return (await this.users.lockWhileEmpty(tx)) ? this.create(tx, account) : null;
  }

  /** @returns false if the account has been disabled, or its password changed, since it was read */
  markSignedIn(tx: Transaction, { id, passwordHash }: Account): Promise<boolean> {
    return this.users.markSignedIn(tx, id, passwordHash, this.clock.now());
  }

  changePassword(tx: Transaction, id: string, passwordHash: string): Promise<void> {
    return this.users.updatePassword(tx, id, passwordHash);
  }
}

function toAccount({ id, email, name, role, passwordHash, disabledAt }: UserEntity): Account {
  return { id, email, name, role, passwordHash, disabled: disabledAt !== null };
}

import { Injectable } from '@nestjs/common';
import type { Page, UpdateUserRequest, UserAccount } from '@hyprbox/contracts';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { pageOf } from '../common/cursor.js';
import { idFrom } from '../common/id-cursor.js';
import type { PageQuery } from '../http/page-query.dto.js';
import type { Actor } from '../identity/principal.js';
import { Clock } from '../time/clock.js';
import type { UserEntity } from './user.entity.js';
import { LastAdmin, UserNotFound } from './users.errors.js';
import { toUserAccount } from './users.mapper.js';
import { UsersRepository } from './users.repository.js';

interface AccessChange {
  before: UserEntity;
  after: UserEntity;
}

/** What admins do with accounts. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<UserAccount>> {
    const rows = await this.users.findPage(idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toUserAccount, ({ id }) => [id]);
  }

  /** Takes effect at once wherever the user is signed in; disabling also ends the user's sessions. */
  async update(actor: Actor, id: string, request: UpdateUserRequest): Promise<UserAccount> {
    const { after } = await this.work.run<AccessChange>(
      (change) => audited(actor, change),
      (tx) => this.changeAccess(tx, id, request),
    );
    return toUserAccount(after);
  }

  private async changeAccess(
    tx: Transaction,
    id: string,
    { role, disabled }: UpdateUserRequest,
  ): Promise<AccessChange> {
    const admins = await this.users.lockActiveAdmins(tx);
    const before = await this.users.lock(tx, id);
    if (!before) throw new UserNotFound();
    const disabledAt = (disabled ?? before.disabledAt !== null) ? (before.disabledAt ?? this.clock.now()) : null;
    const after: UserEntity = { ...before, role: role ?? before.role, disabledAt };
    if (isActiveAdmin(before) && !isActiveAdmin(after) && admins.length === 1) throw new LastAdmin();
    if (!differ({ before, after })) return { before, after };
    await this.users.updateAccess(tx, id, after.role, after.disabledAt);
    if (after.disabledAt) await this.sessions.endAll(tx, id);
    else tx.publishAfterCommit({ topic: 'access', userId: id });
    return { before, after };
  }
}

function isActiveAdmin({ role, disabledAt }: UserEntity): boolean {
  return role === 'ADMIN' && disabledAt === null;
}

function differ({ before, after }: AccessChange): boolean {
  return before.role !== after.role || before.disabledAt !== after.disabledAt;
}

function audited(actor: Actor, change: AccessChange): Audited | null {
  if (!differ(change)) return null;
  const shown = ({ role, disabledAt }: UserEntity) => ({ role, disabled: disabledAt !== null });
  const { before, after } = change;
  return {
    actor,
    action: 'user.update',
    target: { type: 'user', id: before.id },
    details: { email: before.email, before: shown(before), after: shown(after) },
  };
}

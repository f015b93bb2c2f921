import type { Invitation, User, UserAccount } from '@hyprbox/contracts';
import type { ListedInvitation } from './invitations.repository.js';
import type { UserEntity } from './user.entity.js';

export function toUser({ id, email, name, role }: User): User {
  return { id, email, name, role };
}

export function toUserAccount(row: UserEntity): UserAccount {
  return {
    ...toUser(row),
    disabled: row.disabledAt !== null,
    createdAt: row.createdAt.toISOString(),
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
  };
}

export function toInvitation({ createdAt, expiresAt, ...row }: ListedInvitation): Invitation {
  return { ...row, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

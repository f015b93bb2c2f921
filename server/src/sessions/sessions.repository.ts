import { Injectable } from '@nestjs/common';
import { roles } from '@hyprbox/contracts';
import { oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, IsNull, LessThanOrEqual } from 'typeorm';
import { rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { SessionEntity } from './session.entity.js';

const findOpen = rawQuery('sessions.findOpen', {
  sessionId: uuid,
  userId: uuid,
  email: text,
  name: text,
  role: oneOf(roles),
});
const revokeOfUser = rawQuery('sessions.revokeOfUser', { id: uuid });

/** A session that is open, with its user as the user is now. */
export type OpenSession = RowOf<typeof findOpen>;

export interface NewSession {
  id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
  ip: string | null;
  userAgent: string | null;
}

@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The sessions of these ids that are neither ended nor expired, and whose user is not disabled. */
  async findOpen(ids: string[], now: Date): Promise<OpenSession[]> {
    return findOpen.rows(
      this.dataSource,
      `SELECT s.id AS "sessionId", u.id AS "userId", u.email, u.name, u.role
       FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.id = ANY ($1::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > $2 AND u.disabled_at IS NULL`,
      [ids, now],
    );
  }

  async insert(tx: Transaction, session: NewSession): Promise<void> {
    await tx.manager.insert(SessionEntity, session);
  }

  /** Keeps the table as small as the sessions that may still be used. */
  async deleteExpired(tx: Transaction, userId: string, now: Date): Promise<void> {
    await tx.manager.delete(SessionEntity, { userId, expiresAt: LessThanOrEqual(now) });
  }

  async revoke(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.manager.update(SessionEntity, { id, revokedAt: IsNull() }, { revokedAt: at });
  }

  /** @returns the ids of the sessions that were open until now */
  async revokeOfUser(tx: Transaction, userId: string, exceptId: string | null, at: Date): Promise<string[]> {
    const rows = await revokeOfUser.rows(
      tx.manager,
      `UPDATE sessions SET revoked_at = $3
       WHERE user_id = $1 AND id IS DISTINCT FROM $2::uuid AND revoked_at IS NULL RETURNING id`,
      [userId, exceptId, at],
    );
    return rows.map(({ id }) => id);
  }
}

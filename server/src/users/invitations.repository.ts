import { Injectable } from '@nestjs/common';
import { roles } from '@hyprbox/contracts';
import { oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { InvitationEntity } from './invitation.entity.js';

const open = { id: uuid, role: oneOf(roles) };
const findOpen = rawQuery('invitations.findOpen', open);
const accept = rawQuery('invitations.accept', open);
const findOpenPage = rawQuery('invitations.findOpenPage', {
  ...open,
  email: text,
  createdBy: uuid,
  createdByName: text,
  createdAt: timestamp,
  expiresAt: timestamp,
});

export type OpenInvitation = RowOf<typeof findOpen>;
export type ListedInvitation = RowOf<typeof findOpenPage>;

/** In force: neither accepted nor past its time, and made by someone who may still invite. */
const inForceAt = (now: string): string => `i.accepted_at IS NULL AND i.expires_at > ${now}
  AND EXISTS (SELECT FROM users u WHERE u.id = i.created_by AND u.role = 'ADMIN' AND u.disabled_at IS NULL)`;

const isOpen = `i.token_hash = $1 AND i.email = $2 AND ${inForceAt('$3')}`;

@Injectable()
export class InvitationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  existsFor(email: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(InvitationEntity, { email });
  }

  async findOpen(tokenHash: Buffer, email: string, now: Date): Promise<OpenInvitation | null> {
    const [row] = await findOpen.rows(this.dataSource, `SELECT i.id, i.role FROM invitations i WHERE ${isOpen}`, [
      tokenHash,
      email,
      now,
    ]);
    return row ?? null;
  }

  /** @returns null if it is no longer in force: of two who accept it at once, one does */
  async accept(tx: Transaction, tokenHash: Buffer, email: string, now: Date): Promise<OpenInvitation | null> {
    const [row] = await accept.rows(
      tx.manager,
      `UPDATE invitations i SET accepted_at = $3 WHERE ${isOpen} RETURNING i.id, i.role`,
      [tokenHash, email, now],
    );
    return row ?? null;
  }

  /** Those in force, newest first. */
  async findOpenPage(now: Date, beforeId: string | null, count: number): Promise<ListedInvitation[]> {
    return findOpenPage.rows(
      this.dataSource,
      `SELECT i.id, i.email, i.role, i.created_by AS "createdBy", inviter.name AS "createdByName",
         i.created_at AS "createdAt", i.expires_at AS "expiresAt"
       FROM invitations i JOIN users inviter ON inviter.id = i.created_by
       WHERE ${inForceAt('$1')} AND ($2::uuid IS NULL OR i.id < $2)
       ORDER BY i.id DESC LIMIT $3`,
      [now, beforeId, count],
    );
  }

  async lock(tx: Transaction, id: string): Promise<InvitationEntity | null> {
    return tx.manager.findOne(InvitationEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Voids it for whoever is accepting it at the moment, too, by a clock that was read before. */
  async expire(tx: Transaction, id: string): Promise<void> {
    await tx.manager.query('UPDATE invitations SET expires_at = created_at WHERE id = $1', [id]);
  }

  async insert(tx: Transaction, invitation: InvitationEntity): Promise<void> {
    await tx.manager.insert(InvitationEntity, invitation);
  }

  /** What was sent to the same address before is void. */
  async expireOpen(tx: Transaction, email: string, now: Date): Promise<void> {
    await tx.manager.query(
      'UPDATE invitations SET expires_at = created_at WHERE email = $1 AND accepted_at IS NULL AND expires_at > $2',
      [email, now],
    );
  }
}

import { Injectable } from '@nestjs/common';
import type { Role } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import { InvitationEntity } from './invitation.entity.js';

export interface OpenInvitation {
  id: string;
  role: Role;
}

export interface ListedInvitation {
  id: string;
  email: string;
  role: Role;
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date;
}

/** In force: neither accepted nor past its time, and made by someone who may still invite. */
const inForceAt = (now: string): string => `i.accepted_at IS NULL AND i.expires_at > ${now}
  AND EXISTS (SELECT FROM users u WHERE u.id = i.created_by AND u.role = 'ADMIN' AND u.disabled_at IS NULL)`;

const open = `i.token_hash = $1 AND i.email = $2 AND ${inForceAt('$3')}`;

@Injectable()
export class InvitationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  existsFor(email: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(InvitationEntity, { email });
  }

  async findOpen(tokenHash: Buffer, email: string, now: Date): Promise<OpenInvitation | null> {
    const [row]: OpenInvitation[] = await this.dataSource.query(
      `SELECT i.id, i.role FROM invitations i WHERE ${open}`,
      [tokenHash, email, now],
    );
    return row ?? null;
  }

  /** @returns null if it is no longer in force: of two who accept it at once, one does */
  async accept(tx: Transaction, tokenHash: Buffer, email: string, now: Date): Promise<OpenInvitation | null> {
    const [rows]: [OpenInvitation[], number] = await tx.manager.query(
      `UPDATE invitations i SET accepted_at = $3 WHERE ${open} RETURNING i.id, i.role`,
      [tokenHash, email, now],
    );
    return rows[0] ?? null;
  }

  /** Those in force, newest first. */
  async findOpenPage(now: Date, beforeId: string | null, count: number): Promise<ListedInvitation[]> {
    return this.dataSource.query(
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

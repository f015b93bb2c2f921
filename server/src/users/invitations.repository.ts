import { Injectable } from '@nestjs/common';
import type { Role } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import { InvitationEntity } from './invitation.entity.js';

export interface OpenInvitation {
  id: string;
  role: Role;
}

/** In force: neither accepted nor expired, and made by someone who may still invite. */
const open = `i.token_hash = $1 AND i.email = $2 AND i.accepted_at IS NULL AND i.expires_at > $3
  AND EXISTS (SELECT FROM users u WHERE u.id = i.created_by AND u.role = 'ADMIN' AND u.disabled_at IS NULL)`;

@Injectable()
export class InvitationsRepository {
  constructor(private readonly dataSource: DataSource) {}

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

  async insert(tx: Transaction, invitation: InvitationEntity): Promise<void> {
    await tx.manager.insert(InvitationEntity, invitation);
  }

  /** What was sent to the same address before is void. */
  async expireOpen(tx: Transaction, email: string, now: Date): Promise<void> {
    await tx.manager.query(
      'UPDATE invitations SET expires_at = $2 WHERE email = $1 AND accepted_at IS NULL AND expires_at > $2',
      [email, now],
    );
  }
}

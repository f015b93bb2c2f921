import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CreatedInvitation, CreateInvitationRequest, Invitation, Page } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { pageOf } from '../common/cursor.js';
import { idFrom } from '../common/id-cursor.js';
import type { PageQuery } from '../http/page-query.dto.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { Clock, Ids } from '../time/clock.js';
import type { InvitationEntity } from './invitation.entity.js';
import { InvitationsRepository, type OpenInvitation } from './invitations.repository.js';
import { EmailTaken, InvitationAccepted, InvitationNotFound } from './users.errors.js';
import { toInvitation } from './users.mapper.js';
import { UsersRepository } from './users.repository.js';

const validDays = 7;
const tokenBytes = 32;

/** Invitations let one person make one account with the role an admin chose. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Those that can still be accepted, newest first. */
  async list({ limit, cursor }: PageQuery): Promise<Page<Invitation>> {
    const rows = await this.invitations.findOpenPage(this.clock.now(), idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toInvitation, ({ id }) => [id]);
  }

  async create(
    actor: Actor,
    { id: createdBy }: UserPrincipal,
    { email, role }: CreateInvitationRequest,
  ): Promise<CreatedInvitation> {
    if (await this.users.findByEmail(email)) throw new EmailTaken();
    const token = randomBytes(tokenBytes).toString('base64url');
    const createdAt = this.clock.now();
    const invitation: InvitationEntity = {
      id: this.ids.next(),
      email,
      role,
      tokenHash: hashOf(token),
      createdBy,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + validDays * 24 * 60 * 60 * 1000),
      acceptedAt: null,
    };
    await this.work.run(
      {
        actor,
        action: 'user.invite',
        target: { type: 'invitation', id: invitation.id },
        details: { email, role, expiresAt: invitation.expiresAt.toISOString() },
      },
      async (tx) => {
        await this.invitations.expireOpen(tx, email, createdAt);
        await this.invitations.insert(tx, invitation);
      },
    );
    return { id: invitation.id, email, role, token, expiresAt: invitation.expiresAt.toISOString() };
  }

  /** Voids it at once. Withdrawing one that is void already changes nothing and is no error. */
  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.work.run<InvitationEntity | null>(
      (invitation) =>
        invitation && {
          actor,
          action: 'user.invite.withdraw',
          target: { type: 'invitation', id },
          details: { email: invitation.email, role: invitation.role },
        },
      async (tx) => {
        const invitation = await this.invitations.lock(tx, id);
        if (!invitation) throw new InvitationNotFound();
        if (invitation.acceptedAt !== null) throw new InvitationAccepted();
        if (invitation.expiresAt <= this.clock.now()) return null;
        await this.invitations.expire(tx, id);
        return invitation;
      },
    );
  }

  /** Whether anybody was ever invited by this address, whatever became of it. */
  wasSentTo(email: string): Promise<boolean> {
    return this.invitations.existsFor(email);
  }

  /** The invitation that the token is for, if it is for this address and in force. */
  findOpen(token: string, email: string): Promise<OpenInvitation | null> {
    return this.invitations.findOpen(hashOf(token), email, this.clock.now());
  }

  /** Uses the invitation up; null if it is not in force (any more). */
  accept(tx: Transaction, token: string, email: string): Promise<OpenInvitation | null> {
    return this.invitations.accept(tx, hashOf(token), email, this.clock.now());
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

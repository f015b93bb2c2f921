import { Injectable } from '@nestjs/common';
import { rolloutLimits, type ApprovalCause } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import type { UserPrincipal } from '../identity/principal.js';
import { Ids } from '../time/clock.js';
import { ApprovalsRepository } from './approvals.repository.js';

export interface ApprovalRequest {
  /** Stored in this transaction already, with its targets: the digest is taken from the rows. */
  rolloutId: string;
  causes: readonly ApprovalCause[];
  /** Who asks: of a token its user, of a schedule its owner. They can't approve it. */
  orderer: Pick<UserPrincipal, 'id' | 'name'>;
}

/** Where approvals begin. */
@Injectable()
export class ApprovalRequests {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly ids: Ids,
  ) {}

  /** @returns the id of the approval that the rollout waits for */
  async request(tx: Transaction, { rolloutId, causes, orderer }: ApprovalRequest): Promise<string> {
    const id = this.ids.next();
    const requestedAt = await tx.now();
    await this.approvals.insert(tx, {
      id,
      rolloutId,
      state: 'PENDING',
      causes: [...causes],
      digest: await this.approvals.digestOf(tx, rolloutId),
      requestedBy: orderer.id,
      requestedByName: orderer.name,
      requestedAt,
      expiresAt: new Date(requestedAt.getTime() + rolloutLimits.approvalSeconds * 1000),
      decidedBy: null,
      decidedByName: null,
      decidedAt: null,
      comment: null,
    });
    tx.publishAfterCommit({ topic: 'approvals' });
    return id;
  }

  /** Ends the approval of a rollout that is over before anybody decided. The rollout's row is locked. */
  async withdraw(tx: Transaction, rolloutId: string, comment: string): Promise<void> {
    await this.approvals.endPending(tx, rolloutId, {
      state: 'EXPIRED',
      decidedBy: null,
      decidedByName: null,
      decidedAt: await tx.now(),
      comment,
    });
    tx.publishAfterCommit({ topic: 'approvals' });
  }
}

import { Injectable } from '@nestjs/common';
import type { ApprovalState, AuditAction, DecideApproval, OverrideApproval } from '@hyprbox/contracts';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { ApprovalHandlers } from './approval-handlers.js';
import {
  ApprovalDecided,
  ApprovalExpired,
  ApprovalNotAsSeen,
  ApprovalNotFound,
  ApprovalVoid,
  NotWaitingForApproval,
  OwnApproval,
} from './approvals.errors.js';
import { ApprovalsRepository, type LockedApproval } from './approvals.repository.js';

/** Who decides, as a user and as the audit trail tells it. */
export interface Decider {
  user: Pick<UserPrincipal, 'id' | 'name'>;
  actor: Actor;
}

/**
 * Where approvals are decided, once each. The rows of the approval and of its rollout are locked meanwhile, so that of two
 * who decide at once the second is told of the first, and so that what is approved is what is stored.
 */
@Injectable()
export class ApprovalDecisionsService {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly handlers: ApprovalHandlers,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws OwnApproval for who asked for it, whatever their role */
  async approve({ user, actor }: Decider, id: string, { comment, digest }: DecideApproval): Promise<void> {
    await this.work.run<LockedApproval>(recordOf(actor, 'approval.approve', { comment }), async (tx) => {
      const found = await this.pending(tx, id, digest);
      if (found.approval.requestedBy === user.id) throw new OwnApproval();
      await this.checkUnchanged(tx, found);
      await this.decide(tx, found, 'APPROVED', user, comment);
      await this.handlers.handler.approved(tx, found.approval.rolloutId);
      return found;
    });
  }

  /** Anybody who may decide may say no, also to what they asked for themselves, and to what has changed since. */
  async reject({ user, actor }: Decider, id: string, { comment, digest }: DecideApproval): Promise<void> {
    await this.work.run<LockedApproval>(recordOf(actor, 'approval.reject', { comment }), async (tx) => {
      const found = await this.pending(tx, id, digest);
      await this.decide(tx, found, 'REJECTED', user, comment);
      await this.handlers.handler.ended(tx, found.approval.rolloutId, 'REJECTED');
      return found;
    });
  }

  /** May be done by who asked. The check `APPROVAL_OVERRIDE` sees it, and raises an alert. */
  async override({ user, actor }: Decider, id: string, { reason, digest }: OverrideApproval): Promise<void> {
    await this.work.run<LockedApproval>(recordOf(actor, 'approval.override', { reason }), async (tx) => {
      const found = await this.pending(tx, id, digest);
      await this.checkUnchanged(tx, found);
      await this.decide(tx, found, 'OVERRIDDEN', user, reason);
      await this.handlers.handler.approved(tx, found.approval.rolloutId);
      return found;
    });
  }

  private async pending(tx: Transaction, id: string, digest: string | undefined): Promise<LockedApproval> {
    const found = await this.approvals.lock(tx, id);
    if (!found) throw new ApprovalNotFound();
    const { approval, rollout } = found;
    if (approval.state !== 'PENDING') {
      throw new ApprovalDecided(approval.state, approval.decidedByName, approval.decidedAt);
    }
    if (approval.expiresAt <= (await tx.now())) throw new ApprovalExpired(approval.expiresAt);
    if (rollout.state !== 'AWAITING_APPROVAL') throw new NotWaitingForApproval(rollout.state);
    if (digest !== undefined && digest !== approval.digest) throw new ApprovalNotAsSeen();
    return found;
  }

  private async checkUnchanged(tx: Transaction, { approval }: LockedApproval): Promise<void> {
    if ((await this.approvals.digestOf(tx, approval.rolloutId)) !== approval.digest) throw new ApprovalVoid();
  }

  private async decide(
    tx: Transaction,
    { approval }: LockedApproval,
    state: Exclude<ApprovalState, 'PENDING'>,
    { id, name }: Decider['user'],
    comment: string | undefined,
  ): Promise<void> {
    await this.approvals.decide(tx, approval.id, {
      state,
      decidedBy: id,
      decidedByName: name,
      decidedAt: await tx.now(),
      comment: comment ?? null,
    });
    tx.publishAfterCommit({ topic: 'approvals' });
  }
}

function recordOf(actor: Actor, action: AuditAction, details: Record<string, unknown>) {
  return ({ approval: { id, rolloutId, digest }, rollout: { name } }: LockedApproval): Audited => ({
    actor,
    action,
    target: { type: 'approval', id },
    details: { rolloutId, name, digest, ...details },
  });
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ApprovalHandlers, type ApprovalHandler } from '../../approvals/approval-handlers.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { OpenRolloutsRepository } from '../progress/open-rollouts.repository.js';
import { RolloutChanges } from '../progress/rollout-changes.js';
import { WrongRolloutState } from './rollout-control.errors.js';

/** What a decision does to the rollout that waits for it. */
@Injectable()
export class ApprovedRollouts implements ApprovalHandler, OnModuleInit {
  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly changes: RolloutChanges,
    private readonly handlers: ApprovalHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this);
  }

  /**
   * It starts at its time: at once, if that has come.
   *
   * @throws WrongRolloutState for one that does not wait for an approval any more
   */
  async approved(tx: Transaction, rolloutId: string): Promise<void> {
    const rollout = await this.rollouts.lock(tx, rolloutId);
    if (rollout?.state !== 'AWAITING_APPROVAL') throw new WrongRolloutState(rollout?.state ?? 'ABORTED', 'be approved');
    await this.changes.change(tx, rollout, { state: 'SCHEDULED' });
  }

  /** It never starts. */
  async ended(tx: Transaction, rolloutId: string, reason: 'REJECTED' | 'NOT_APPROVED'): Promise<void> {
    const rollout = await this.rollouts.lock(tx, rolloutId);
    if (rollout?.state !== 'AWAITING_APPROVAL') return;
    await this.changes.abort(tx, rollout, reason === 'REJECTED' ? 'ABORTED' : 'EXPIRED', reason, null);
  }
}

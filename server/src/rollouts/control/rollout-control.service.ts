import { Injectable } from '@nestjs/common';
import type { AuditAction, ResumeRollout, RolloutChange, RolloutReason } from '@hyprbox/contracts';
import { ApprovalRequests } from '../../approvals/approval-requests.js';
import { isUuid } from '../../common/uuid.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import type { OpenRollout } from '../progress/open-rollout.js';
import { OpenRolloutsRepository } from '../progress/open-rollouts.repository.js';
import { RolloutChanges } from '../progress/rollout-changes.js';
import { RolloutNotFound } from '../records/rollouts.errors.js';
import { RolloutResuming } from './rollout-resuming.js';
import { WrongRolloutState } from './rollout-control.errors.js';

/** Pauses, resumes and aborts rollouts. Asked for what is so already, nothing changes. */
@Injectable()
export class RolloutControlService {
  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly changes: RolloutChanges,
    private readonly resuming: RolloutResuming,
    private readonly approvals: ApprovalRequests,
    private readonly work: UnitOfWork,
  ) {}

  /** Nothing new starts from now on; what runs goes on. */
  async pause(actor: Actor, id: string, { reason }: RolloutChange): Promise<void> {
    await this.record(actor, 'rollout.pause', id, { reason }, async (tx, rollout) => {
      switch (rollout.state) {
        case 'PAUSED':
          return false;
        case 'SCHEDULED':
        case 'RUNNING':
          await this.changes.stop(tx, rollout, 'PAUSED', 'BY_USER', reason ?? null);
          return true;
        case 'AWAITING_APPROVAL':
        case 'HALTED':
        case 'SUCCEEDED':
        case 'PARTIAL':
        case 'FAILED':
        case 'ABORTED':
        case 'EXPIRED':
          throw new WrongRolloutState(rollout.state, 'be paused');
      }
    });
  }

  /** Goes on where it stopped: also past a gate that did not open, as whoever resumes it has looked. */
  async resume(actor: Actor, id: string, { reason, budget }: ResumeRollout): Promise<void> {
    await this.record(actor, 'rollout.resume', id, { reason, budget }, (tx, rollout) =>
      this.resuming.resume(tx, rollout, budget),
    );
  }

  /** What has not started never will; what runs is asked to end. */
  async abort(actor: Actor, id: string, { reason }: RolloutChange): Promise<void> {
    await this.record(actor, 'rollout.abort', id, { reason }, (tx, rollout) =>
      this.abortLocked(tx, rollout, 'BY_USER', reason ?? null),
    );
  }

  /**
   * Aborts it in the transaction of something else, which records it: a newer firing of its schedule, say. One that is over
   * is left as it is.
   *
   * @returns whether it was aborted by this
   */
  async abortIfOpen(tx: Transaction, id: string, reason: RolloutReason, detail: string | null): Promise<boolean> {
    const rollout = await this.lock(tx, id);
    return rollout.finishedAt === null && this.abortLocked(tx, rollout, reason, detail);
  }

  private async abortLocked(
    tx: Transaction,
    rollout: OpenRollout,
    reason: RolloutReason,
    detail: string | null,
  ): Promise<boolean> {
    switch (rollout.state) {
      case 'ABORTED':
        return false;
      case 'AWAITING_APPROVAL':
        await this.approvals.withdraw(tx, rollout.id, 'The rollout was aborted.');
        await this.changes.abort(tx, rollout, 'ABORTED', reason, detail);
        return true;
      case 'SCHEDULED':
      case 'RUNNING':
      case 'PAUSED':
      case 'HALTED':
        await this.changes.abort(tx, rollout, 'ABORTED', reason, detail);
        return true;
      case 'SUCCEEDED':
      case 'PARTIAL':
      case 'FAILED':
      case 'EXPIRED':
        throw new WrongRolloutState(rollout.state, 'be aborted');
    }
  }

  private async record(
    actor: Actor,
    action: AuditAction,
    id: string,
    details: Record<string, unknown>,
    change: (tx: Transaction, rollout: OpenRollout) => Promise<boolean>,
  ): Promise<void> {
    await this.work.run<boolean>(
      (changed) => (changed ? { actor, action, target: { type: 'rollout', id }, details } : null),
      async (tx) => change(tx, await this.lock(tx, id)),
    );
  }

  private async lock(tx: Transaction, id: string): Promise<OpenRollout> {
    const rollout = isUuid(id) ? await this.rollouts.lock(tx, id) : null;
    if (!rollout) throw new RolloutNotFound();
    return rollout;
  }
}

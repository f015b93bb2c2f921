import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import { ScheduledTasks, type TaskRound } from '../scheduled-tasks/scheduled-tasks.js';
import { ApprovalHandlers } from './approval-handlers.js';
import { ApprovalsRepository, type LockedApproval } from './approvals.repository.js';

const everyMs = 10_000;

/** Ends approvals that nobody decided in time, and the rollouts that waited for them. */
@Injectable()
export class ApprovalExpiry implements OnApplicationBootstrap {
  private readonly logger = new Logger('ApprovalExpiry');

  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly handlers: ApprovalHandlers,
    private readonly work: UnitOfWork,
    private readonly tasks: ScheduledTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start({ name: 'approvals', everyMs, work: (round) => this.expireDue(round) });
  }

  private async expireDue({ signal }: TaskRound): Promise<void> {
    for (const id of await this.approvals.due()) {
      if (signal.aborted) return;
      await this.attempt(id);
    }
  }

  /** One that can't be ended is tried again in the next round; it holds up none of the others. */
  private async attempt(id: string): Promise<void> {
    try {
      await this.expire(id);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error({ err: error, approvalId: id }, 'An approval could not be ended; it is tried again.');
    }
  }

  private async expire(id: string): Promise<void> {
    await this.work.run<LockedApproval | null>(
      (ended) =>
        ended && {
          actor: systemActor,
          action: 'approval.expire',
          target: { type: 'approval', id },
          details: { rolloutId: ended.approval.rolloutId, name: ended.rollout.name },
        },
      async (tx) => {
        const found = await this.approvals.lock(tx, id);
        const now = await tx.now();
        if (found?.approval.state !== 'PENDING' || found.approval.expiresAt > now) return null;
        await this.approvals.decide(tx, id, {
          state: 'EXPIRED',
          decidedBy: null,
          decidedByName: null,
          decidedAt: now,
          comment: null,
        });
        if (found.rollout.state === 'AWAITING_APPROVAL') {
          await this.handlers.handler.ended(tx, found.approval.rolloutId, 'NOT_APPROVED');
        }
        tx.publishAfterCommit({ topic: 'approvals' });
        return found;
      },
    );
  }
}

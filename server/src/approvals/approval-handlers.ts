import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/unit-of-work.js';

/** What an approval that is decided, or that nobody decided in time, does to the rollout that waits for it. */
export interface ApprovalHandler {
  /** It may start. Its row is locked. */
  approved(tx: Transaction, rolloutId: string): Promise<void>;
  /** It never starts: somebody said no, or nobody said yes in time. Its row is locked. */
  ended(tx: Transaction, rolloutId: string, reason: 'REJECTED' | 'NOT_APPROVED'): Promise<void>;
}

/** What carries decisions out: approvals know nothing of rollouts, so the module that starts them registers itself. */
@Injectable()
export class ApprovalHandlers {
  private registered: ApprovalHandler | null = null;

  register(handler: ApprovalHandler): void {
    this.registered = handler;
  }

  get handler(): ApprovalHandler {
    if (!this.registered) throw new Error('No module carries out what is approved.');
    return this.registered;
  }
}

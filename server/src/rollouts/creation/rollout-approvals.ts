import { Injectable } from '@nestjs/common';
import type { ApprovalCause } from '@hyprbox/contracts';
import { ApprovalRequests, type ApprovalRequest } from '../../approvals/approval-requests.js';
import { RecentStarts, type Start } from '../../approvals/recent-starts.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { FrozenRollout } from './frozen-rollout.js';

type Needs = Pick<FrozenRollout, 'approvalCauses' | 'hostsMoreThan'>;

/** What a rollout needs an approval for, with what its user has started of the same lately. */
@Injectable()
export class RolloutApprovals {
  constructor(
    private readonly requests: ApprovalRequests,
    private readonly starts: RecentStarts,
  ) {}

  /** As it is at the moment, to tell it beforehand. */
  async causes({ approvalCauses, hostsMoreThan }: Needs, start: Start): Promise<ApprovalCause[]> {
    if (approvalCauses.includes('HOSTS')) return [...approvalCauses];
    const exceed = await this.starts.exceed(start, hostsMoreThan);
    return exceed ? [...approvalCauses, 'HOSTS'] : [...approvalCauses];
  }

  /** The same. Until the end of the transaction the user starts no more of it. */
  async lockedCauses(
    tx: Transaction,
    { approvalCauses, hostsMoreThan }: Needs,
    start: Start,
  ): Promise<ApprovalCause[]> {
    if (approvalCauses.includes('HOSTS')) return [...approvalCauses];
    const exceed = await this.starts.exceedLocked(tx, start, hostsMoreThan);
    return exceed ? [...approvalCauses, 'HOSTS'] : [...approvalCauses];
  }

  /** @returns the id of the approval that the rollout waits for */
  async request(tx: Transaction, request: ApprovalRequest): Promise<string> {
    return this.requests.request(tx, request);
  }
}

export function startOf({ preset, scriptSha256, nodeIds }: FrozenRollout, userId: string): Start {
  return { userId, preset, scriptSha256, nodeIds };
}

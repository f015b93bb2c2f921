import { Injectable } from '@nestjs/common';
import { ApprovalRequirement } from '../approvals/approval-requirement.js';
import { ApprovalNeededForSeries } from '../approvals/approvals.errors.js';
import { RecentStarts } from '../approvals/recent-starts.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { RenderedScript } from '../presets/render.js';
import type { OrderedJob, Orderer } from './job-records.js';

/** Keeps jobs of their own from going round an approval: they have no way to wait for one. */
@Injectable()
export class JobApprovals {
  constructor(
    private readonly requirement: ApprovalRequirement,
    private readonly starts: RecentStarts,
  ) {}

  /**
   * @returns the most hosts on which one user may start the same without an approval; null for however many
   * @throws ApprovalNeeded
   */
  async refuseIfNeeded({ preset, nodeId }: OrderedJob): Promise<number | null> {
    await this.requirement.refuseIfNeeded({ preset, nodeIds: [nodeId] });
    return this.requirement.hostsMoreThan();
  }

  /**
   * Many jobs of one host each come to the same as a rollout on all of them.
   *
   * @throws ApprovalNeededForSeries
   */
  async refuseSeries(
    tx: Transaction,
    user: Orderer,
    { preset, nodeId }: OrderedJob,
    { sha256: scriptSha256 }: RenderedScript,
    hostsMoreThan: number | null,
  ): Promise<void> {
    const start = { userId: user.id, preset, scriptSha256, nodeIds: [nodeId] };
    if (hostsMoreThan === null || !(await this.starts.exceedLocked(tx, start, hostsMoreThan))) return;
    throw new ApprovalNeededForSeries(preset, hostsMoreThan);
  }
}

import { Injectable } from '@nestjs/common';
import type { Approval, ApprovalSummary, Page } from '@hyprbox/contracts';
import { pageOf } from '../common/cursor.js';
import { idFrom } from '../common/id-cursor.js';
import { ApprovalReadingRepository } from './approval-reading.repository.js';
import type { ApprovalsQuery } from './approvals.dto.js';
import { ApprovalNotFound } from './approvals.errors.js';
import { toApproval, toApprovalSummary } from './approvals.mapper.js';

/** Reading approvals. */
@Injectable()
export class ApprovalsService {
  constructor(private readonly approvals: ApprovalReadingRepository) {}

  async list({ state, limit, cursor }: ApprovalsQuery): Promise<Page<ApprovalSummary>> {
    const rows = await this.approvals.page(state ?? null, idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toApprovalSummary, ({ id }) => [id]);
  }

  async get(id: string): Promise<Approval> {
    const approval = await this.approvals.find(id);
    if (!approval) throw new ApprovalNotFound();
    return toApproval(approval, await this.approvals.scripts(approval));
  }
}

import type { Approval, ApprovalSummary, DecideApproval, OverrideApproval } from '../approvals.schema.js';
import type { ApprovalState } from '../rollouts.js';
import type { Page } from '../schema-parts.js';
import { get, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export const approvalsEndpoints = {
  /** Newest first. */
  list: (query?: PageQuery & { state?: ApprovalState | null | undefined }) =>
    get<Page<ApprovalSummary>>('/approvals', query),
  get: (id: string) => get<Approval>(path`/approvals/${id}`),
  approve: (id: string, decision: DecideApproval = {}) => post<Approval>(path`/approvals/${id}/approve`, decision),
  reject: (id: string, decision: DecideApproval = {}) => post<Approval>(path`/approvals/${id}/reject`, decision),
  override: (id: string, decision: OverrideApproval) => post<Approval>(path`/approvals/${id}/override`, decision),
};

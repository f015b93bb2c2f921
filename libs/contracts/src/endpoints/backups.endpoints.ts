import type { BackupProtection } from '../backup-policies.js';
import type { BackupSummary, BackupTarget, UnprotectedNode } from '../backup-protection.schema.js';
import type { SchedulePreview } from '../backup-schedules.schema.js';
import type { Page } from '../schema-parts.js';
import { backupPoliciesEndpoints } from './backup-policies.endpoints.js';
import { backupRunsEndpoints } from './backup-runs.endpoints.js';
import { backupSnapshotsEndpoints } from './backup-snapshots.endpoints.js';
import { get, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type BackupTargetQuery = PageQuery & {
  policyId?: string | null | undefined;
  nodeId?: string | null | undefined;
  protection?: BackupProtection | null | undefined;
  /** How many of its newest ended backups each comes with; none unless it is said. */
  recentBackups?: number | undefined;
};

export const backupsEndpoints = {
  policies: backupPoliciesEndpoints,
  runs: backupRunsEndpoints,
  snapshots: backupSnapshotsEndpoints,
  /** Each node under each policy, worst first. */
  targets: (query?: BackupTargetQuery) => get<Page<BackupTarget>>('/backups/targets', query),
  unprotected: (query?: PageQuery) => get<Page<UnprotectedNode>>('/backups/unprotected', query),
  summary: () => get<BackupSummary>('/backups/summary'),
  /** A schedule in words, and its next times. */
  previewSchedule: (schedule: string, timezone?: string) =>
    post<SchedulePreview>('/backups/schedules/preview', { schedule, timezone }),
};

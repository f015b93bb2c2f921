import type { BackupProtection, BackupSummary, BackupTarget, Page, SchedulePreview } from '@hyprbox/contracts';
import { BackupPoliciesApi } from './backup-policies.js';
import { BackupRunsApi } from './backup-runs.js';
import { BackupSnapshotsApi } from './backup-snapshots.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

export interface BackupTargetQuery extends PageQuery {
  policyId?: string | undefined;
  nodeId?: string | undefined;
  protection?: BackupProtection | undefined;
  /** How many of its newest ended backups each comes with; none unless it is said. */
  recentBackups?: number | undefined;
}

/** A node that no enabled policy covers. */
export interface UnprotectedNode {
  nodeId: string;
}

/** `/api/backups` */
export class BackupsApi {
  readonly policies: BackupPoliciesApi;
  readonly runs: BackupRunsApi;
  readonly snapshots: BackupSnapshotsApi;

  constructor(private readonly http: Http) {
    this.policies = new BackupPoliciesApi(http);
    this.runs = new BackupRunsApi(http);
    this.snapshots = new BackupSnapshotsApi(http);
  }

  /** Each node under each policy, worst first. */
  targets(query: BackupTargetQuery = {}, call?: CallOptions): Promise<Page<BackupTarget>> {
    return this.http.get('/backups/targets', { ...query }, call);
  }

  unprotected(page: PageQuery = {}, call?: CallOptions): Promise<Page<UnprotectedNode>> {
    return this.http.get('/backups/unprotected', { ...page }, call);
  }

  summary(call?: CallOptions): Promise<BackupSummary> {
    return this.http.get('/backups/summary', {}, call);
  }

  /** A schedule in words, and its next times. */
  previewSchedule(schedule: string, timezone?: string, call?: CallOptions): Promise<SchedulePreview> {
    return this.http.write('POST', '/backups/schedules/preview', { schedule, timezone }, call);
  }
}

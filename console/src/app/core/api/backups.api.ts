import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type {
  BackupPolicy,
  BackupProtection,
  BackupRun,
  BackupRunDetails,
  BackupRunKind,
  BackupSnapshots,
  BackupSummary,
  BackupTarget,
  CreateBackupPolicyRequest,
  ExecutionStatus,
  Page,
  RestoreRequest,
  RunBackupRequest,
  SchedulePreview,
  SnapshotDifference,
  SnapshotMatches,
  SnapshotTree,
  UpdateBackupPolicyRequest,
} from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { BasePath } from '../base-path/base-path';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

export interface BackupRunQuery extends PageQuery {
  policyId?: string | null;
  nodeId?: string | null;
  status?: ExecutionStatus | null;
  kind?: BackupRunKind | null;
}

export interface BackupTargetQuery extends PageQuery {
  policyId?: string | null;
  nodeId?: string | null;
  protection?: BackupProtection | null;
  /** How many of its newest ended backups each comes with; none unless it is said. */
  recentBackups?: number;
}

/** A node that no enabled policy covers. */
export interface UnprotectedNode {
  nodeId: string;
}

/** `/api/backups` */
@Injectable({ providedIn: 'root' })
export class BackupsApi {
  private readonly http = inject(HttpClient);
  private readonly base = inject(BasePath);

  policies(query: PageQuery = {}): Observable<Page<BackupPolicy>> {
    return this.http.get<Page<BackupPolicy>>('/api/backups/policies', { params: queryParams({ ...query }) });
  }

  policy(id: string): Observable<BackupPolicy> {
    return this.http.get<BackupPolicy>(policyPath(id));
  }

  createPolicy(request: CreateBackupPolicyRequest): Observable<BackupPolicy> {
    return this.http.post<BackupPolicy>('/api/backups/policies', request);
  }

  updatePolicy(id: string, change: UpdateBackupPolicyRequest): Observable<BackupPolicy> {
    return this.http.patch<BackupPolicy>(policyPath(id), change);
  }

  /** The repository and its snapshots stay. */
  deletePolicy(id: string): Observable<void> {
    return this.http.delete<void>(policyPath(id));
  }

  /** What is at the policy's address now takes the place of the repository that was there. */
  acceptRepository(policyId: string, nodeId: string): Observable<void> {
    return this.http.post<void>(`${policyPath(policyId)}/accept-repository`, { nodeId });
  }

  run(policyId: string, request: RunBackupRequest): Observable<BackupRun> {
    return this.http.post<BackupRun>(`${policyPath(policyId)}/run`, request);
  }

  restore(request: RestoreRequest): Observable<BackupRun> {
    return this.http.post<BackupRun>('/api/backups/restores', request);
  }

  /** Newest first. */
  runs(query: BackupRunQuery = {}): Observable<Page<BackupRun>> {
    return this.http.get<Page<BackupRun>>('/api/backups/runs', { params: queryParams({ ...query }) });
  }

  runDetails(id: string): Observable<BackupRunDetails> {
    return this.http.get<BackupRunDetails>(runPath(id));
  }

  cancelRun(id: string): Observable<BackupRun> {
    return this.http.post<BackupRun>(`${runPath(id)}/cancel`, {});
  }

  /** Where a run is followed live; see `EventStreams`. */
  runStreamUrl(id: string): string {
    return `${runPath(id)}/stream`;
  }

  /** Where all that is kept of a run's log is downloaded. */
  runLogUrl(id: string): string {
    return this.base.below(`${runPath(id)}/log`);
  }

  /** Each node under each policy, worst first. */
  targets(query: BackupTargetQuery = {}): Observable<Page<BackupTarget>> {
    return this.http.get<Page<BackupTarget>>('/api/backups/targets', { params: queryParams({ ...query }) });
  }

  unprotected(query: PageQuery = {}): Observable<Page<UnprotectedNode>> {
    return this.http.get<Page<UnprotectedNode>>('/api/backups/unprotected', { params: queryParams({ ...query }) });
  }

  summary(): Observable<BackupSummary> {
    return this.http.get<BackupSummary>('/api/backups/summary');
  }

  /** A schedule in words, and its next times. */
  previewSchedule(schedule: string, timezone: string): Observable<SchedulePreview> {
    return this.http.post<SchedulePreview>('/api/backups/schedules/preview', { schedule, timezone });
  }

  /** The snapshots as the node listed them last. */
  snapshots(policyId: string, nodeId: string | null): Observable<BackupSnapshots> {
    return this.http.get<BackupSnapshots>(`${policyPath(policyId)}/snapshots`, { params: queryParams({ nodeId }) });
  }

  /** Asks the node to list its repository anew; `snapshots` has the answer later, under a newer `asOf`. */
  refreshSnapshots(policyId: string, nodeId: string | null): Observable<void> {
    const request = nodeId === null ? {} : { nodeId };
    return this.http.post<void>(`${policyPath(policyId)}/snapshots/refresh`, request);
  }

  /** The direct children of a directory. This and the two below are answered by the node, which may take 30 s. */
  tree(policyId: string, snapshotId: string, path: string, nodeId: string | null): Observable<SnapshotTree> {
    const url = `${policyPath(policyId)}/snapshots/${encodeURIComponent(snapshotId)}/tree`;
    return this.http.get<SnapshotTree>(url, { params: queryParams({ path, nodeId }) });
  }

  find(policyId: string, pattern: string, nodeId: string | null): Observable<SnapshotMatches> {
    return this.http.get<SnapshotMatches>(`${policyPath(policyId)}/find`, { params: queryParams({ pattern, nodeId }) });
  }

  diff(policyId: string, from: string, to: string, nodeId: string | null): Observable<SnapshotDifference> {
    const params = queryParams({ from, to, nodeId });
    return this.http.get<SnapshotDifference>(`${policyPath(policyId)}/diff`, { params });
  }
}

function policyPath(id: string): string {
  return `/api/backups/policies/${encodeURIComponent(id)}`;
}

function runPath(id: string): string {
  return `/api/backups/runs/${encodeURIComponent(id)}`;
}

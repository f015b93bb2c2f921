import type {
  BackupRun,
  BackupSnapshots,
  RestoreRequest,
  SnapshotDifference,
  SnapshotMatches,
  SnapshotTree,
} from '@hyprbox/contracts';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';

/**
 * The snapshots of a policy. `nodeId` is needed where the policy covers several nodes. Tree, find and diff are asked of
 * the node, which may take as long as `backupLimits.querySeconds`.
 */
export class BackupSnapshotsApi {
  constructor(private readonly http: Http) {}

  /** As the node listed them last. */
  list(policyId: string, nodeId?: string, call?: CallOptions): Promise<BackupSnapshots> {
    return this.http.get(path`/backups/policies/${policyId}/snapshots`, { nodeId }, call);
  }

  /** Asks the node to list its repository anew; `list` has the answer later, under a newer `asOf`. */
  refresh(policyId: string, nodeId?: string, call?: CallOptions): Promise<void> {
    return this.http.command('POST', path`/backups/policies/${policyId}/snapshots/refresh`, { nodeId }, call);
  }

  /** The direct children of a directory. */
  tree(
    policyId: string,
    snapshotId: string,
    query: { path: string; nodeId?: string | undefined },
    call?: CallOptions,
  ): Promise<SnapshotTree> {
    return this.http.get(path`/backups/policies/${policyId}/snapshots/${snapshotId}/tree`, { ...query }, call);
  }

  find(
    policyId: string,
    query: { pattern: string; nodeId?: string | undefined },
    call?: CallOptions,
  ): Promise<SnapshotMatches> {
    return this.http.get(path`/backups/policies/${policyId}/find`, { ...query }, call);
  }

  diff(
    policyId: string,
    query: { from: string; to: string; nodeId?: string | undefined },
    call?: CallOptions,
  ): Promise<SnapshotDifference> {
    return this.http.get(path`/backups/policies/${policyId}/diff`, { ...query }, call);
  }

  restore(request: RestoreRequest, call?: CallOptions): Promise<BackupRun> {
    return this.http.order('/backups/restores', request, call);
  }
}

import type { BackupRun } from '../backup-runs.schema.js';
import type { RestoreRequest } from '../backup-runs.js';
import type { BackupSnapshots, SnapshotDifference, SnapshotMatches, SnapshotTree } from '../backup-snapshots.schema.js';
import { command, get, order, path } from './endpoint.js';

/** Needed where the policy covers several nodes. */
type OfNode = { nodeId?: string | null | undefined };

/**
 * The snapshots of a policy. Tree, find and diff are asked of the node, which may take as long as
 * `backupLimits.querySeconds`.
 */
export const backupSnapshotsEndpoints = {
  /** As the node listed them last. */
  list: (policyId: string, nodeId?: string | null) =>
    get<BackupSnapshots>(path`/backups/policies/${policyId}/snapshots`, { nodeId }),
  /** Asks the node to list its repository anew; `list` has the answer later, under a newer `asOf`. */
  refresh: (policyId: string, nodeId?: string | null) =>
    command('POST', path`/backups/policies/${policyId}/snapshots/refresh`, { nodeId: nodeId ?? undefined }),
  /** The direct children of a directory. */
  tree: (policyId: string, snapshotId: string, query: OfNode & { path: string }) =>
    get<SnapshotTree>(path`/backups/policies/${policyId}/snapshots/${snapshotId}/tree`, query),
  find: (policyId: string, query: OfNode & { pattern: string }) =>
    get<SnapshotMatches>(path`/backups/policies/${policyId}/find`, query),
  diff: (policyId: string, query: OfNode & { from: string; to: string }) =>
    get<SnapshotDifference>(path`/backups/policies/${policyId}/diff`, query),
  restore: (request: RestoreRequest) => order<BackupRun>('/backups/restores', request),
};

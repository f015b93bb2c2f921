import type { BackupRun, BackupRunDetails } from '../backup-runs.schema.js';
import type { BackupRunKind } from '../backup-runs.js';
import type { ExecutionStatus } from '../jobs.js';
import type { Page } from '../schema-parts.js';
import { download, get, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type BackupRunQuery = PageQuery & {
  policyId?: string | null | undefined;
  nodeId?: string | null | undefined;
  status?: ExecutionStatus | null | undefined;
  kind?: BackupRunKind | null | undefined;
};

export const backupRunsEndpoints = {
  /** Newest first. */
  list: (query?: BackupRunQuery) => get<Page<BackupRun>>('/backups/runs', query),
  get: (id: string) => get<BackupRunDetails>(path`/backups/runs/${id}`),
  cancel: (id: string) => post<BackupRun>(path`/backups/runs/${id}/cancel`),
  /** All that is kept of the log, the bytes as they were. */
  log: (id: string) => download(path`/backups/runs/${id}/log`, 'text/plain'),
};

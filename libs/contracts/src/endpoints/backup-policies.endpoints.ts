import type { AcceptRepositoryRequest } from '../backup-policies.js';
import type { BackupPolicy, CreateBackupPolicyRequest, UpdateBackupPolicyRequest } from '../backup-policies.schema.js';
import type { BackupRun } from '../backup-runs.schema.js';
import type { RunBackupRequest } from '../backup-runs.js';
import type { Page } from '../schema-parts.js';
import { command, get, order, patch, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const backupPoliciesEndpoints = {
  create: (request: CreateBackupPolicyRequest) => post<BackupPolicy>('/backups/policies', request),
  list: (query?: PageQuery) => get<Page<BackupPolicy>>('/backups/policies', query),
  get: (id: string) => get<BackupPolicy>(path`/backups/policies/${id}`),
  /** What is left out takes its default. */
  replace: (id: string, request: CreateBackupPolicyRequest) =>
    put<BackupPolicy>(path`/backups/policies/${id}`, request),
  /** What is left out stays as it is. */
  update: (id: string, change: UpdateBackupPolicyRequest) => patch<BackupPolicy>(path`/backups/policies/${id}`, change),
  /** The repository and its snapshots stay. */
  delete: (id: string) => command('DELETE', path`/backups/policies/${id}`),
  /** What is at the policy's address now takes the place of the repository that was there. */
  acceptRepository: (id: string, request: AcceptRepositoryRequest = {}) =>
    command('POST', path`/backups/policies/${id}/accept-repository`, request),
  run: (id: string, request: RunBackupRequest = {}) => order<BackupRun>(path`/backups/policies/${id}/run`, request),
};

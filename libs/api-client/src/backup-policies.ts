import type {
  AcceptRepositoryRequest,
  BackupPolicy,
  BackupRun,
  CreateBackupPolicyRequest,
  Page,
  RunBackupRequest,
  UpdateBackupPolicyRequest,
} from '@hyprbox/contracts';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

/** `/api/backups/policies` */
export class BackupPoliciesApi {
  constructor(private readonly http: Http) {}

  create(request: CreateBackupPolicyRequest, call?: CallOptions): Promise<BackupPolicy> {
    return this.http.write('POST', '/backups/policies', request, call);
  }

  list(page: PageQuery = {}, call?: CallOptions): Promise<Page<BackupPolicy>> {
    return this.http.get('/backups/policies', { ...page }, call);
  }

  get(id: string, call?: CallOptions): Promise<BackupPolicy> {
    return this.http.get(path`/backups/policies/${id}`, {}, call);
  }

  /** What is left out takes its default. */
  replace(id: string, request: CreateBackupPolicyRequest, call?: CallOptions): Promise<BackupPolicy> {
    return this.http.write('PUT', path`/backups/policies/${id}`, request, call);
  }

  /** What is left out stays as it is. */
  update(id: string, request: UpdateBackupPolicyRequest, call?: CallOptions): Promise<BackupPolicy> {
    return this.http.write('PATCH', path`/backups/policies/${id}`, request, call);
  }

  /** The repository and its snapshots stay. */
  delete(id: string, call?: CallOptions): Promise<void> {
    return this.http.command('DELETE', path`/backups/policies/${id}`, undefined, call);
  }

  /** What is at the policy's address now takes the place of the repository that was there. */
  acceptRepository(id: string, request: AcceptRepositoryRequest = {}, call?: CallOptions): Promise<void> {
    return this.http.command('POST', path`/backups/policies/${id}/accept-repository`, request, call);
  }

  run(id: string, request: RunBackupRequest = {}, call?: CallOptions): Promise<BackupRun> {
    return this.http.order(path`/backups/policies/${id}/run`, request, call);
  }
}

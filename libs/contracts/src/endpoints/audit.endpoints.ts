import type { AuditAction } from '../audit.js';
import type { AuditEvent, AuditVerification } from '../audit.schema.js';
import type { Page } from '../schema-parts.js';
import { download, get, path } from './endpoint.js';
import type { PageQuery } from './request.js';

export type AuditQuery = PageQuery & {
  /** An id or a name. */
  actor?: string | null | undefined;
  action?: AuditAction | null | undefined;
  /** An id. */
  target?: string | null | undefined;
  /** Instants (ISO 8601): from the first on, before the second. */
  from?: string | null | undefined;
  to?: string | null | undefined;
};

export const auditEndpoints = {
  /** Newest first. */
  list: (query?: AuditQuery) => get<Page<AuditEvent>>('/audit', query),
  /** One event by its place in the trail. */
  get: (seq: string) => get<AuditEvent>(path`/audit/${seq}`),
  /** Goes through the whole trail, so it may take a while. */
  verify: () => get<AuditVerification>('/audit/verify'),
  /** The whole trail, oldest event first, as NDJSON. */
  export: () => download('/audit/export', 'application/x-ndjson'),
};

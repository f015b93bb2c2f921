import type { AuditEvent, AuditVerification, Page } from '@hyprbox/contracts';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

export interface AuditQuery extends PageQuery {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** `/api/audit` */
export class AuditApi {
  constructor(private readonly http: Http) {}

  list(query: AuditQuery = {}, call?: CallOptions): Promise<Page<AuditEvent>> {
    return this.http.get('/audit', { ...query }, call);
  }

  verify(call?: CallOptions): Promise<AuditVerification> {
    return this.http.get('/audit/verify', {}, call);
  }

  /** The whole trail as NDJSON, as bytes. */
  export(call?: CallOptions): AsyncGenerator<Uint8Array, void, undefined> {
    return this.http.download('/audit/export', 'application/x-ndjson, */*;q=0.1', call);
  }
}

import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { AuditAction, AuditEvent, AuditVerification, Page } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { BasePath } from '../base-path/base-path';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

export interface AuditQuery extends PageQuery {
  /** An id or a name. */
  actor?: string | null;
  action?: AuditAction | null;
  /** An id. */
  target?: string | null;
  /** Instants (ISO 8601): from the first on, before the second. */
  from?: string | null;
  to?: string | null;
}

/** `/api/audit` */
@Injectable({ providedIn: 'root' })
export class AuditApi {
  private readonly http = inject(HttpClient);

  /** Where the whole trail is downloaded from, oldest event first, as NDJSON. */
  readonly exportUrl = inject(BasePath).below('/api/audit/export');

  /** Newest first. */
  list(query: AuditQuery = {}): Observable<Page<AuditEvent>> {
    return this.http.get<Page<AuditEvent>>('/api/audit', { params: queryParams({ ...query }) });
  }

  /** One event by its place in the trail. */
  get(seq: string): Observable<AuditEvent> {
    return this.http.get<AuditEvent>(`/api/audit/${encodeURIComponent(seq)}`);
  }

  /** Goes through the whole trail, so it may take a while. */
  verify(): Observable<AuditVerification> {
    return this.http.get<AuditVerification>('/api/audit/verify');
  }
}

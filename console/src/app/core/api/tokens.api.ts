import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { CreatedNodeToken, CreateNodeTokenRequest, NodeToken, Page } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

/** `/api/tokens`: the tokens that agents authenticate with. */
@Injectable({ providedIn: 'root' })
export class TokensApi {
  private readonly http = inject(HttpClient);

  list(query: PageQuery = {}): Observable<Page<NodeToken>> {
    return this.http.get<Page<NodeToken>>('/api/tokens', { params: queryParams({ ...query }) });
  }

  /** The answer holds the token in clear, this once. */
  create(request: CreateNodeTokenRequest): Observable<CreatedNodeToken> {
    return this.http.post<CreatedNodeToken>('/api/tokens', request);
  }

  revoke(id: string): Observable<void> {
    return this.http.delete<void>(`/api/tokens/${encodeURIComponent(id)}`);
  }
}
